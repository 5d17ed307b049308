from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from designer.network import file_format
from designer.network.blocks import BLOCK_TYPES, palette
from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Group
from designer.ui.canvas import BLOCK_MIME
from designer.ui.canvas.mime import entry_of
from designer.ui.palette import BlockPalette, EntryButton
from designer.ui.palette_group import PaletteGroup
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.widgets.icon_button import IconButton


@pytest.fixture
def blocks(qtbot: QtBot) -> BlockPalette:
    shown = BlockPalette(Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(shown)
    shown.resize(shown.width(), 900)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def labels(blocks: BlockPalette) -> list[str]:
    return [button.entry.label for button in blocks.entries()]


def named(blocks: BlockPalette, label: str) -> EntryButton:
    return next(button for button in blocks.entries() if button.entry.label == label)


def group(blocks: BlockPalette, name: str) -> PaletteGroup:
    return next(found for found in blocks.groups if found.group.value == name)


def everything(blocks: BlockPalette) -> BlockPalette:
    blocks.show_folding((), [found.group.value for found in blocks.groups])
    return blocks


def test_it_offers_every_block_type_by_group(blocks: BlockPalette) -> None:
    assert labels(everything(blocks)) == [entry.label for entries in palette().values() for entry in entries]
    assert blocks.width() == 190
    assert all(button.toolTip() and button.accessibleName() for button in blocks.entries())


def test_what_a_beginner_needs_is_in_sight_at_the_first_start(blocks: BlockPalette, qtbot: QtBot) -> None:
    needed = ["Input", "Conv", "Max pool", "Average pool", "ReLU", "Batch norm", "Dropout", "Dense", "Softmax"]
    assert not set(needed) - set(labels(blocks))
    blocks.resize(blocks.width(), 885)  # what a window of 1,000 px leaves
    bar = blocks.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr]  # there is one
    qtbot.waitUntil(lambda: named(blocks, "Softmax").isVisible())
    assert bar.maximum() == 0, "nothing to scroll"


def test_the_others_come_when_they_are_asked_for(blocks: BlockPalette, qtbot: QtBot) -> None:
    activations = group(blocks, "activation")
    assert "GELU" not in labels(blocks) and activations.more.text() == "6 more"
    with qtbot.waitSignal(blocks.folding_changed):
        QTest.mouseClick(activations.more, Qt.MouseButton.LeftButton)
    assert "GELU" in labels(blocks) and activations.more.text() == "fewer"
    assert blocks.folding() == ((), ("activation",))


def test_a_group_is_closed_and_opened_by_hand(blocks: BlockPalette, qtbot: QtBot) -> None:
    pools = group(blocks, "pooling")
    with qtbot.waitSignal(blocks.folding_changed):
        QTest.mouseClick(pools.title, Qt.MouseButton.LeftButton)
    assert "Max pool" not in labels(blocks) and blocks.folding() == (("pooling",), ())
    assert pools.title.accessibleName() == "Pooling, 5 blocks, closed" and not pools.more.isVisible()
    QTest.keyClick(pools.title, Qt.Key.Key_Right)
    assert "Max pool" in labels(blocks)
    QTest.keyClick(pools.title, Qt.Key.Key_Left)
    assert "Max pool" not in labels(blocks)


def test_a_search_looks_into_closed_groups_too(blocks: BlockPalette) -> None:
    blocks.show_folding(("activation",), ())
    QTest.keyClicks(blocks.search_field(), "hard")
    assert labels(blocks) == ["Hard swish", "Hard sigmoid"]
    blocks.search_field().clear()
    assert "ReLU" not in labels(blocks), "closed as before"


def test_typing_filters_by_name_and_group(blocks: BlockPalette) -> None:
    blocks.focus_search()
    QTest.keyClicks(blocks.search_field(), "pool")
    assert labels(blocks) and all("pool" in label.lower() for label in labels(blocks))
    QTest.keyClick(blocks, Qt.Key.Key_Escape)
    assert len(labels(blocks)) > 10


def test_enter_takes_the_first_that_is_found(blocks: BlockPalette, qtbot: QtBot) -> None:
    QTest.keyClicks(blocks.search_field(), "drop")
    with qtbot.waitSignal(blocks.entry_activated) as taken:
        QTest.keyClick(blocks.search_field(), Qt.Key.Key_Return)
    assert taken.args is not None and taken.args[0].label == "Dropout"


def test_double_click_and_enter_add_a_block(blocks: BlockPalette, qtbot: QtBot) -> None:
    button = named(blocks, "ReLU")
    with qtbot.waitSignal(blocks.entry_activated) as taken:
        QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    assert taken.args == [button.entry]
    with qtbot.waitSignal(blocks.entry_activated) as taken:
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert taken.args == [button.entry]


def test_arrows_walk_titles_and_entries(blocks: BlockPalette) -> None:
    blocks.activateWindow()
    blocks.focus_search()
    seen = []
    for _ in range(9):
        QTest.keyClick(blocks.focusWidget(), Qt.Key.Key_Down)
        focused = blocks.focusWidget()
        assert isinstance(focused, QAbstractButton)
        seen.append(focused.text())
    assert seen == ["Input", "Input", "Convolution", "Conv", "Fixed kernel", "Depthwise conv", "Pooling", "1 more", "Max pool"]
    for _ in range(9):
        QTest.keyClick(blocks.focusWidget(), Qt.Key.Key_Up)
    assert blocks.focusWidget() is blocks.search_field()


def tab_stops(blocks: BlockPalette) -> list[str]:
    return [button.text() for button in blocks.findChildren(QAbstractButton) if button.text() and button.focusPolicy() & Qt.FocusPolicy.TabFocus]


def test_tab_stops_once_in_the_palette_where_the_keyboard_was_last(blocks: BlockPalette) -> None:
    blocks.activateWindow()
    QTest.mouseClick(named(blocks, "Dense"), Qt.MouseButton.LeftButton)
    assert tab_stops(blocks) == ["Dense"]
    named(blocks, "Dense").setFocus()
    QTest.keyClick(named(blocks, "Dense"), Qt.Key.Key_Up)
    QTest.keyClick(blocks.focusWidget(), Qt.Key.Key_Up)
    assert tab_stops(blocks) == ["Dropout"]


def test_a_click_says_what_would_add_the_block(blocks: BlockPalette, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(blocks.entry_activated), qtbot.waitSignal(blocks.hinted) as hint:
        QTest.mouseClick(named(blocks, "Dense"), Qt.MouseButton.LeftButton)
    assert hint.args is not None and "double-click" in hint.args[0]


def test_a_search_that_finds_nothing_says_so(blocks: BlockPalette) -> None:
    said = blocks.findChild(QLabel)
    assert isinstance(said, QLabel) and not said.isVisible()
    QTest.keyClicks(blocks.search_field(), "xyz")
    assert said.isVisible() and not blocks.entries()
    blocks.search_field().clear()
    assert not said.isVisible()


def test_narrow_shows_icons_with_short_names(blocks: BlockPalette, qtbot: QtBot) -> None:
    everything(blocks).set_narrow(True)
    assert blocks.is_narrow() and blocks.width() == 48
    shown = [button.text() for button in blocks.entries()]
    assert len(set(shown)) == len(shown) and all(2 <= len(text) <= 5 for text in shown)

    def all_in_place() -> None:  # with the style sheet, which another test may have set, a frame takes a pixel on each side
        assert [(button.text(), button.width()) for button in blocks.entries() if not 38 <= button.width() <= 40] == []

    qtbot.waitUntil(all_in_place)
    assert [button.text() for button in blocks.entries() if button.text_width()[0] > button.text_width()[1]] == [], "whole"
    assert all(button.toolTip() for button in blocks.entries())
    assert not blocks.search_field().isVisible()
    blocks.set_narrow(False)
    assert blocks.width() == 190 and named(blocks, "Conv").text() == "Conv"


def test_a_narrow_palette_reaches_every_entry_by_its_arrows(blocks: BlockPalette, qtbot: QtBot) -> None:
    everything(blocks).set_narrow(True)
    blocks.resize(48, 400)
    down = next(button for button in blocks.findChildren(IconButton) if button.accessibleName() == "More blocks")
    last = named(blocks, "Softmax")
    assert down.isVisible() and last.visibleRegion().isEmpty()
    for _ in range(40):
        QTest.mouseClick(down, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect() == last.rect())
    assert not down.isEnabled()


def test_a_tooltip_says_name_purpose_and_typical_use(blocks: BlockPalette) -> None:
    tip = named(blocks, "Conv").toolTip().splitlines()
    assert tip[0] == "Convolution" and tip[1].startswith("Slide filters") and "3×3" in tip[2]


def test_a_new_type_of_one_file_appears_properly(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    class Mish(Activation):
        """Weigh each value softly: x · tanh(softplus(x))."""

        TYPE = "mish"
        LABEL = "Mish softly"
        RANK = 65
        SYNONYMS = ("selfgated",)

    monkeypatch.setattr("designer.network.blocks.BLOCK_TYPES", {**BLOCK_TYPES, "mish": Mish})
    shown = BlockPalette(Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(shown)
    mish = named(shown, "Mish softly")
    assert labels(shown).index("Mish softly") == labels(shown).index("Sigmoid") + 1
    assert mish.toolTip() == "Mish softly\nWeigh each value softly: x · tanh(softplus(x))."
    shown.search_field().setText("selfg")
    assert labels(shown) == ["Mish softly"]
    shown.set_narrow(True)
    assert mish.text() == "MiSo" and mish.block_group is Group.ACTIVATION


def test_a_drag_carries_the_entry_and_a_text_that_opens_elsewhere(blocks: BlockPalette) -> None:
    data = named(blocks, "Fixed kernel").drag_data()
    assert bytes(data.data(BLOCK_MIME).data()) == b"fixed_kernel"
    found = entry_of(data)
    assert found is not None and found.frozen
    (block,) = file_format.load(data.text()).blocks
    assert block.frozen and block.spec == found.spec
