from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from designer.ui.theme import ThemeChoice, Themes
from designer.ui.widgets.chip import Chip
from designer.ui.widgets.popup_panel import PopupPanel

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # offscreen cannot raise windows nor grab keys
TEXT = "MNIST · 60,000 × 1×28×28"


Parts = tuple[Chip, PopupPanel, QLineEdit]


@pytest.fixture
def parts(qtbot: QtBot, themes: Themes) -> Iterator[Parts]:
    window = QWidget()
    qtbot.addWidget(window)
    chip = Chip("Data set", themes, window)
    chip.show_text(TEXT)
    popup = PopupPanel("Data set", themes, window)
    field = QLineEdit()
    popup.content.addWidget(field)
    chip.set_popup(popup)
    window.show()
    yield chip, popup, field


def test_name_says_subject_and_text(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, _, _ = parts
    assert chip.accessibleName() == f"Data set: {TEXT}"


def test_whole_text_is_shown_at_its_own_size_and_shortened_below(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, _, _ = parts
    for mark in (chip.show_icon, chip.show_dot):
        mark("dataset" if mark == chip.show_icon else "ok")
        chip.resize(chip.sizeHint())
        assert chip.shown_text() == TEXT
        assert chip.toolTip() == ""
        chip.resize(chip.sizeHint().width() - 40, chip.height())
        assert chip.shown_text() != TEXT
        assert chip.shown_text().endswith("…")
        assert chip.toolTip() == chip.text() == TEXT


def test_chip_is_a_target(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, _, _ = parts
    chip.show_text("x")
    assert min(chip.minimumSizeHint().width(), chip.minimumSizeHint().height()) >= themes.current().px("target")


def test_click_opens_the_popup_and_escape_gives_the_focus_back(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, popup, field = parts
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert popup.isVisible()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(popup.closed):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    chip.window().activateWindow()
    qtbot.waitUntil(chip.hasFocus)


def test_space_opens_the_popup(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, popup, _ = parts
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert popup.isVisible()
    popup.close()


def test_popup_lies_under_its_chip_and_on_the_screen(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, popup, _ = parts
    chip.open_popup()
    assert popup.y() >= chip.mapToGlobal(chip.rect().topLeft()).y() + chip.height()
    assert chip.screen().availableGeometry().contains(popup.geometry())
    popup.close()


def test_popup_opens_upwards_at_the_lower_edge(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, popup, _ = parts
    screen = chip.screen().availableGeometry()
    chip.window().move(screen.left(), screen.bottom() - chip.height())
    chip.open_popup()
    assert popup.geometry().bottom() < chip.mapToGlobal(chip.rect().topLeft()).y()
    assert screen.contains(popup.geometry())
    popup.close()


def test_mark_takes_the_color_of_the_new_theme(qtbot: QtBot, themes: Themes, parts: Parts) -> None:
    chip, _, _ = parts
    chip.show_dot("ok")
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        themes.choose(choice)
        side = themes.current().px("dot")
        assert chip.icon().pixmap(side, side).toImage().pixelColor(side // 2, side // 2) == themes.current().color("ok")
