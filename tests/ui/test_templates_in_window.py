"""Every shipped network in the window: it opens without a problem, and the ways to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.blocks.dense import Dense
from designer.network.templates import load_template, template_names
from designer.ui.files.questions import Answer
from designer.ui.files.template_chooser import TemplateChooser
from designer.ui.files.template_opening import EmptyCanvasButton
from designer.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # offscreen cannot raise windows nor grab keys


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window()


def opened_chooser(window: MainWindow, qtbot: QtBot) -> TemplateChooser:
    window.actions_table["new_template"].trigger()
    chooser = next(found for found in window.findChildren(TemplateChooser) if found.isVisible())
    qtbot.waitUntil(chooser.is_complete)
    return chooser


def choose(window: MainWindow, qtbot: QtBot, text: str) -> None:
    chooser = opened_chooser(window, qtbot)
    QTest.keyClicks(chooser.field, text)
    with qtbot.waitSignal(chooser.destroyed):
        QTest.keyClick(chooser.field, Qt.Key.Key_Return)


def empty_button(window: MainWindow) -> QPushButton:
    button = window.canvas.findChild(EmptyCanvasButton)
    assert button is not None
    return button


def test_every_template_opens_without_a_problem(window: MainWindow) -> None:
    for name in template_names():
        assert window.files.new_from_template(name)
        assert window.document.architecture == load_template(name)
        assert window.problems_panel.count() == 0, name
        assert not window.document.analysis.problems
        assert set(window.canvas.canvas_scene.cards) == set(window.document.architecture.by_id)
        assert (window.document.path, window.document.edited, window.document.can_undo) == (None, False, False)
        assert window.windowTitle().startswith(load_template(name).name)
        assert empty_button(window).isHidden()


def test_a_template_is_chosen_by_keys_and_marked_the_next_time(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, qtbot, "googlenet")
    assert window.document.architecture == load_template("googlenet")
    assert window.settings.last_template == "googlenet"
    chooser = opened_chooser(window, qtbot)
    assert chooser.current_name() == "googlenet"
    with qtbot.waitSignal(chooser.destroyed):
        chooser.reject()


@pytest.mark.parametrize("answer", [Answer.CANCEL, Answer.DISCARD])
def test_edits_are_asked_for_before_they_are_lost(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    asked: list[str] = []

    def ask_save(name: str) -> Answer:
        asked.append(name)
        return answer

    monkeypatch.setattr(window.files._questions, "ask_save", ask_save)
    window.document.apply("Call it Mine", edits.set_name(window.document.architecture, "Mine"))
    choose(window, qtbot, "vgg-16")
    assert asked == ["Mine"]
    kept = answer is Answer.CANCEL
    assert window.document.architecture.name == ("Mine" if kept else "VGG-16")
    assert window.settings.last_template == ("" if kept else "vgg16")


def test_an_empty_canvas_offers_templates(window: MainWindow, qtbot: QtBot) -> None:
    button = empty_button(window)
    assert button.isHidden()
    window.actions_table["new"].trigger()
    assert button.isVisible() and button.accessibleName()
    middle = window.canvas.viewport().geometry().center()
    assert abs(button.geometry().center().x() - middle.x()) <= 1 and button.y() > middle.y()
    window.canvas.horizontalScrollBar().setValue(window.canvas.horizontalScrollBar().value() + 40)
    assert abs(button.geometry().center().x() - middle.x()) <= 1, "it stays where it is while the canvas scrolls"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    chooser = next(found for found in window.findChildren(TemplateChooser) if found.isVisible())
    with qtbot.waitSignal(chooser.destroyed):
        chooser.reject()
    architecture, _ = edits.insert_after(window.document.architecture, "input", Dense())
    window.document.apply("Add", architecture)
    assert button.isHidden()
