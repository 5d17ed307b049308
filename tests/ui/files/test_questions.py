"""The dialogs themselves, pressed as a person does."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from designer.runs.recovery import Owner
from designer.ui.files.questions import Answer, Questions, moment

NAME = "<b>net</b>.cnn"
OWNER = Owner(4711, "here", datetime(2026, 1, 2, 3, 4))
Ask = Callable[[Questions], object]


@pytest.fixture
def questions(qtbot: QtBot) -> Questions:
    return Questions()


def press(button: str, seen: list[str]) -> None:
    """Press a button of the message box as soon as it is open; an empty name: the Escape key."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.textFormat() == Qt.TextFormat.PlainText
        seen.append(f"{box.text()} {box.informativeText()}")
        names = {found.text().replace("&", ""): found for found in box.findChildren(QPushButton)}
        if button:
            QTest.mouseClick(names[button], Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, act)


@pytest.mark.parametrize(
    ("ask", "button", "answer"),
    [
        (lambda questions: questions.ask_save(NAME), "Save", Answer.SAVE),
        (lambda questions: questions.ask_save(NAME), "Discard", Answer.DISCARD),
        (lambda questions: questions.ask_save(NAME), "Cancel", Answer.CANCEL),
        (lambda questions: questions.ask_save(NAME), "", Answer.CANCEL),
        (lambda questions: questions.ask_overwrite_changed(NAME, OWNER.since), "Overwrite", Answer.OVERWRITE),
        (lambda questions: questions.ask_overwrite_changed(NAME, OWNER.since), "Save as…", Answer.SAVE_AS),
        (lambda questions: questions.ask_overwrite_changed(NAME, None), "", Answer.CANCEL),
        (lambda questions: questions.ask_open_copy(NAME, OWNER), "Open a copy", True),
        (lambda questions: questions.ask_open_copy(NAME, OWNER), "", False),
        (lambda questions: questions.ask_replace(NAME), "Replace", True),
        (lambda questions: questions.ask_replace(NAME), "Cancel", False),
        (lambda questions: questions.ask_replace_open(NAME, OWNER), "Replace", True),
        (lambda questions: questions.ask_replace_open(NAME, OWNER), "", False),
        (lambda questions: questions.show_failure(f"“{NAME}” was not opened.", ["a: b", "c: d"]), "OK", None),
    ],
)
def test_the_button_is_the_answer_and_names_are_plain_text(ask: Ask, button: str, answer: object, questions: Questions) -> None:
    seen: list[str] = []
    press(button, seen)
    assert ask(questions) == answer
    assert NAME in seen[0]


def test_faults_stand_one_a_line(questions: Questions) -> None:
    seen: list[str] = []
    press("OK", seen)
    questions.show_failure("Not opened.", ["blocks[0].shape: found 0", "blocks[1].id: found 1"])
    assert seen == ["Not opened. blocks[0].shape: found 0\nblocks[1].id: found 1"]


def test_a_long_name_is_shortened(questions: Questions) -> None:
    seen: list[str] = []
    press("", seen)
    questions.ask_save("long" * 100)
    assert "…" in seen[0]
    assert len(seen[0]) < 150


def type_name(name: str, accept: bool = True) -> None:
    """Type a name in the file dialog as soon as it is open, and accept or close it."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        edit = dialog.findChild(QLineEdit)
        buttons = dialog.findChild(QDialogButtonBox)
        assert isinstance(edit, QLineEdit)
        assert isinstance(buttons, QDialogButtonBox)
        if name:
            edit.setText(name)
        if accept:
            accepting = next(one for one in buttons.buttons() if buttons.buttonRole(one) == QDialogButtonBox.ButtonRole.AcceptRole)
            QTest.mouseClick(accepting, Qt.MouseButton.LeftButton)
        else:
            dialog.reject()

    QTimer.singleShot(0, act)


def test_a_file_is_chosen_to_save_with_its_suffix(questions: Questions, tmp_path: Path) -> None:
    type_name("mine")
    assert questions.path_to_save(tmp_path / "LeNet-5.cnn") == tmp_path / "mine.cnn"
    type_name("")
    assert questions.path_to_save(tmp_path / "LeNet-5.cnn") == tmp_path / "LeNet-5.cnn"
    type_name("mine", accept=False)
    assert questions.path_to_save(tmp_path / "LeNet-5.cnn") is None


def test_a_file_is_chosen_to_open(questions: Questions, tmp_path: Path) -> None:
    (tmp_path / "net.cnn").write_bytes(b"")
    type_name("net.cnn")
    assert questions.path_to_open(tmp_path) == tmp_path / "net.cnn"
    type_name("net.cnn", accept=False)
    assert questions.path_to_open(tmp_path) is None


def test_a_moment_of_today_is_told_without_its_date() -> None:
    now = datetime.now()
    assert moment(now) in moment(now.replace(year=now.year - 1))
    assert len(moment(now)) < len(moment(now.replace(year=now.year - 1)))
