"""New from template: the chooser by keys and pointer, what it says, and what becomes of the document."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from designer.network.architecture import Architecture
from designer.network.shapes import shape_text
from designer.network.templates import TemplateListing, describe_template, template_names
from designer.ui.files.template_card import LISTING, spoken
from designer.ui.files.template_chooser import TemplateChooser
from designer.ui.files.template_list import FAR, distance
from designer.ui.theme import ThemeChoice, Themes

MakeChooser = Callable[..., TemplateChooser]


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[Themes]:
    themes = Themes(ThemeChoice.LIGHT)
    yield themes
    themes.deleteLater()


@pytest.fixture
def make_chooser(qtbot: QtBot, themes: Themes) -> Iterator[MakeChooser]:
    windows = []

    def make(preferred: str = "", complete: bool = True, size: tuple[int, int] = (1600, 1000)) -> TemplateChooser:
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(*size)
        chooser = TemplateChooser(themes, preferred, window)
        with qtbot.waitExposed(chooser):
            chooser.open()
        if complete:
            qtbot.waitUntil(chooser.is_complete)
        return chooser

    yield make


def names(chooser: TemplateChooser) -> list[str]:
    return [chooser.list.item(row).data(LISTING).name for row in range(chooser.list.count())]


def test_every_template_is_a_card_that_says_its_figures(make_chooser: MakeChooser) -> None:
    chooser = make_chooser()
    assert names(chooser) == list(template_names())
    for row, name in enumerate(template_names()):
        listing = describe_template(name)
        text = chooser.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
        assert listing.input_shape is not None
        for part in (listing.title, shape_text(listing.input_shape), f"{listing.parameters:,}", f"{listing.macs:,}", listing.description):
            assert part in text
    assert chooser.current_name() == "lenet5"


def test_cards_come_one_at_a_turn_of_the_event_loop(make_chooser: MakeChooser, qtbot: QtBot) -> None:
    chooser = make_chooser(complete=False)
    counts: list[int] = []

    class Watch(QObject):
        def look(self) -> None:
            counts.append(chooser.list.count())

    watch = Watch()
    timer = QTimer(chooser)
    timer.timeout.connect(watch.look)
    timer.start(0)
    qtbot.waitUntil(chooser.is_complete)
    timer.stop()
    assert max(after - before for before, after in itertools.pairwise(counts)) <= 1 < len(set(counts))


def test_the_last_choice_is_marked_and_in_sight(make_chooser: MakeChooser) -> None:
    chooser = make_chooser("mobilenet_v2", size=(1024, 640))
    assert chooser.current_name() == "mobilenet_v2"
    assert chooser.list.viewport().rect().contains(chooser.list.visualItemRect(chooser.list.currentItem()).center())


@pytest.mark.parametrize("preferred", ["", "gone"])
def test_without_a_last_choice_the_first_is_marked(make_chooser: MakeChooser, preferred: str) -> None:
    assert make_chooser(preferred).current_name() == template_names()[0]


def test_whoever_walks_before_all_are_there_keeps_the_mark(make_chooser: MakeChooser, qtbot: QtBot) -> None:
    chooser = make_chooser("mobilenet_v2", complete=False)
    qtbot.waitUntil(lambda: chooser.list.count() >= 3)
    QTest.keyClick(chooser.field, Qt.Key.Key_Right)
    marked = chooser.current_name()
    qtbot.waitUntil(chooser.is_complete)
    assert chooser.current_name() == marked != "mobilenet_v2"


def test_arrows_walk_the_cards_while_the_field_has_the_focus(make_chooser: MakeChooser) -> None:
    chooser = make_chooser()
    columns = sum(chooser.list.visualItemRect(chooser.list.item(row)).top() < 40 for row in range(chooser.list.count()))
    assert columns == 3
    for key, expected in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 1 + columns), (Qt.Key.Key_Left, columns), (Qt.Key.Key_Up, 0)):
        QTest.keyClick(chooser.field, key)
        assert chooser.list.currentRow() == expected
    QTest.keyClicks(chooser.field, "net")
    QTest.keyClick(chooser.field, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chooser.field.selectedText() == "t", "with Shift the arrows select text"


def test_typing_filters_wherever_the_focus_is(make_chooser: MakeChooser) -> None:
    chooser = make_chooser()
    QTest.keyClicks(chooser.field, "res")
    assert names(chooser)[:3] == ["resnet8-cifar", "resnet20-cifar", "resnet18"]
    assert chooser.current_name() == "resnet8-cifar"
    chooser.field.clear()
    assert names(chooser) == list(template_names())
    assert chooser.current_name() == "resnet8-cifar", "what was marked stays marked"
    chooser.list.setFocus()
    QTest.keyClick(chooser.list, Qt.Key.Key_V)
    assert chooser.field.text() == "v"
    assert names(chooser)[:2] == ["vgg11", "vgg16"]
    QTest.keyClicks(chooser.field, "xx")
    assert chooser.current_name() == ""
    assert not chooser.take_button.isEnabled() and not chooser.list.isVisible()
    assert any(label.isVisible() and "No template" in label.text() for label in chooser.findChildren(QWidget) if hasattr(label, "text"))
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    assert chooser.isVisible(), "there is nothing to take"


@pytest.mark.parametrize(
    ("typed", "found"), [("vgg-16", 0), ("googl", 0), ("szegedy 2015", 1), ("1998", 1), ("residual", 1), ("esnet", FAR), ("(", FAR)]
)
def test_words_are_looked_for_in_name_description_and_source(typed: str, found: int) -> None:
    assert min(distance(typed, describe_template(name)) for name in template_names()) == found


@pytest.mark.parametrize("where", ["field", "list"])
def test_enter_takes_the_marked_one_once(make_chooser: MakeChooser, qtbot: QtBot, where: str) -> None:
    chooser = make_chooser()
    taken: list[str] = []
    chooser.chosen.connect(taken.append)
    QTest.keyClick(chooser.field, Qt.Key.Key_Down)
    expected = chooser.current_name()
    target = chooser.field if where == "field" else chooser.list
    target.setFocus()
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert (taken, chooser.isVisible()) == ([expected], False)


def test_a_double_click_takes_a_card(make_chooser: MakeChooser) -> None:
    chooser = make_chooser()
    taken: list[str] = []
    chooser.chosen.connect(taken.append)
    at = chooser.list.visualItemRect(chooser.list.item(1)).center()
    QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert taken == []
    QTest.mouseDClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert taken == [template_names()[1]]


def test_esc_takes_none(make_chooser: MakeChooser) -> None:
    chooser = make_chooser()
    taken: list[str] = []
    chooser.chosen.connect(taken.append)
    QTest.keyClick(chooser.field, Qt.Key.Key_Escape)
    assert (taken, chooser.isVisible()) == ([], False)


def test_closing_early_stops_the_making(make_chooser: MakeChooser) -> None:
    chooser = make_chooser(complete=False)
    chooser.reject()
    made = chooser.list.count()
    QApplication.processEvents()
    assert chooser.list.count() == made


@pytest.mark.parametrize("size", [(1024, 640), (768, 480)])
def test_it_fits_a_small_window(make_chooser: MakeChooser, size: tuple[int, int]) -> None:
    chooser = make_chooser(size=size)
    assert chooser.width() <= size[0] and chooser.height() <= size[1]
    first = chooser.list.visualItemRect(chooser.list.item(0))
    assert chooser.list.viewport().rect().contains(first)
    assert not chooser.list.horizontalScrollBar().isVisible()


def test_everything_that_takes_the_focus_has_a_name(make_chooser: MakeChooser) -> None:
    chooser = make_chooser()
    for part in chooser.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert part.accessibleName() or (isinstance(part, QPushButton) and part.text()), part
    assert chooser.field.height() >= 24


def test_cards_are_painted_in_the_colors_of_their_theme(make_chooser: MakeChooser, themes: Themes) -> None:
    chooser = make_chooser()
    colors = {}
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        themes.choose(choice)
        image = chooser.list.viewport().grab().toImage()
        colors[choice] = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
        theme = themes.current()
        for group in ("convolution", "activation", "pooling", "dense", "output"):
            assert theme.group_color(group).name() in colors[choice], group
    assert colors[ThemeChoice.LIGHT] != colors[ThemeChoice.DARK]


def test_a_listing_without_input_is_listed_too() -> None:
    assert "no input" in spoken(TemplateListing("empty", Architecture(), None, 0, 0))
