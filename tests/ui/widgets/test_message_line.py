import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from designer.ui.theme import Themes
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.message_line import MessageLine, Tone

TEXT = "The worker stopped after step 1,281."


@pytest.fixture
def line(qtbot: QtBot, themes: Themes) -> MessageLine:
    line = MessageLine(themes)
    qtbot.addWidget(line)
    return line


def test_nothing_to_say_shows_nothing(line: MessageLine) -> None:
    assert not line.isVisible()


def test_message_is_shown_and_told(line: MessageLine) -> None:
    line.show_message(TEXT, Tone.ERROR)
    assert line.isVisible()
    assert (line.text(), line.accessibleName(), line.severity()) == (TEXT, TEXT, Tone.ERROR)


def test_action_comes_back_by_its_key(line: MessageLine, qtbot: QtBot) -> None:
    line.show_message(TEXT, Tone.ERROR, [("restart", "Restart"), ("log", "Show log")])
    with qtbot.waitSignal(line.action_chosen) as chosen:
        QTest.mouseClick(line.action_buttons()[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["log"]


def test_next_message_replaces_the_buttons(line: MessageLine, qtbot: QtBot) -> None:
    line.show_message(TEXT, Tone.ERROR, [("restart", "Restart")])
    line.show_message("Saved.", Tone.OK, [("open", "Open folder"), ("b", "B"), ("c", "C"), ("d", "D")])
    assert [button.text() for button in line.action_buttons()] == ["Open folder", "B", "C"]
    qtbot.waitUntil(lambda: len(line.findChildren(QPushButton)) == 3)


@pytest.mark.parametrize("way", ["cross", "escape"])
def test_message_is_dismissed(line: MessageLine, qtbot: QtBot, way: str) -> None:
    line.show_message(TEXT)
    cross = line.findChild(IconButton)
    assert isinstance(cross, IconButton)
    with qtbot.waitSignal(line.dismissed):
        if way == "cross":
            QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(cross, Qt.Key.Key_Escape)
    assert not line.isVisible()
    assert cross.accessibleName()
