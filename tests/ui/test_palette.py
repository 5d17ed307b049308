from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from designer.network import file_format
from designer.network.blocks import palette
from designer.ui.canvas import BLOCK_MIME
from designer.ui.canvas.mime import entry_of
from designer.ui.palette import BlockPalette, EntryButton
from designer.ui.theme import ThemeChoice, Themes


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


def test_it_offers_every_block_type_by_group(blocks: BlockPalette) -> None:
    assert labels(blocks) == [entry.label for entries in palette().values() for entry in entries]
    assert blocks.width() == 190
    assert all(button.toolTip() and button.accessibleName() for button in blocks.entries())


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


def test_arrows_walk_the_entries(blocks: BlockPalette) -> None:
    blocks.activateWindow()
    blocks.focus_search()
    seen = []
    for _ in range(3):
        QTest.keyClick(blocks.focusWidget(), Qt.Key.Key_Down)
        focused = blocks.focusWidget()
        assert isinstance(focused, EntryButton)
        seen.append(focused.entry.label)
    assert seen == labels(blocks)[:3]


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


def test_narrow_shows_icons_with_names_in_the_tooltip(blocks: BlockPalette) -> None:
    blocks.set_narrow(True)
    assert blocks.is_narrow() and blocks.width() == 48
    assert all(button.text() == "" and button.toolTip().startswith(button.entry.label) for button in blocks.entries())
    assert not blocks.search_field().isVisible()
    blocks.set_narrow(False)
    assert blocks.width() == 190 and named(blocks, "Conv").text() == "Conv"


def test_a_drag_carries_the_entry_and_a_text_that_opens_elsewhere(blocks: BlockPalette) -> None:
    data = named(blocks, "Fixed kernel").drag_data()
    assert bytes(data.data(BLOCK_MIME).data()) == b"fixed_kernel"
    found = entry_of(data)
    assert found is not None and found.frozen
    (block,) = file_format.load(data.text()).blocks
    assert block.frozen and block.spec == found.spec
