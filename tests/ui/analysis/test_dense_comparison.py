"""*Compare with dense* between document, files and the message line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.file_format import load_file, save
from designer.network.templates import load_template
from designer.ui.analysis.dense_comparison import DenseComparison
from designer.ui.document import Document
from designer.ui.files.document_files import DocumentFiles
from designer.ui.files.questions import Answer, Questions
from designer.ui.files.recovery_client import RecoveryClient
from designer.ui.files.settings import Settings
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.widgets.message_line import MessageLine, Tone


class Answered(Questions):
    """Answers as the test says, and counts."""

    answer = Answer.CANCEL
    asked = 0

    def ask_save(self, name: str) -> Answer:
        self.asked += 1
        return self.answer


@dataclass
class Bench:
    """What takes part."""

    document: Document
    files: DocumentFiles
    line: MessageLine
    questions: Answered
    comparison: DenseComparison


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    window = QMainWindow()
    qtbot.addWidget(window)
    document = Document(load_template("lenet5"), window)
    recovery, questions = RecoveryClient(document, window), Answered()
    files = DocumentFiles(document, Settings(), window, recovery=recovery, questions=questions, parent=window)
    line = MessageLine(Themes(ThemeChoice.LIGHT), window)
    window.setCentralWidget(line)
    window.show()
    yield Bench(document, files, line, questions, DenseComparison(document, files, line, window))
    recovery.close()


def press_back(bench: Bench) -> None:
    QTest.mouseClick(bench.line.action_buttons()[0], Qt.MouseButton.LeftButton)


def test_the_twin_is_a_new_document_and_both_counts_are_said(bench: Bench) -> None:
    bench.comparison.compare()
    assert bench.document.architecture.name == "LeNet-5, dense twin"
    assert bench.document.path is None and not bench.document.can_undo
    assert bench.line.isVisible()
    assert bench.line.text() == "LeNet-5: 61,706 parameters; its dense twin: 1,453,094 (×23.5)"
    assert [button.text() for button in bench.line.action_buttons()] == ["Back to LeNet-5", "Train both"]


def test_the_way_back_leads_to_the_same_network(bench: Bench) -> None:
    network = bench.document.architecture
    bench.comparison.compare()
    press_back(bench)
    assert bench.document.architecture is network
    assert not bench.line.isVisible()


def test_the_way_back_leads_to_the_file(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "mine.cnn"
    path.write_text(save(edits.set_name(load_template("lenet5"), "Mine")), encoding="utf-8")
    bench.files.open_path(path)
    bench.comparison.compare()
    press_back(bench)
    assert (bench.document.path, bench.document.architecture.name) == (path, "Mine")


@pytest.mark.parametrize(("answer", "goes"), [(Answer.CANCEL, False), (Answer.DISCARD, True)])
def test_unsaved_edits_are_asked_about_once(bench: Bench, answer: Answer, goes: bool) -> None:
    bench.document.attempt("Name", lambda old: edits.set_name(old, "Edited"))
    bench.questions.answer = answer
    bench.comparison.compare()
    assert bench.questions.asked == 1
    assert bench.document.architecture.name == ("Edited, dense twin" if goes else "Edited")
    assert bench.line.isVisible() is goes


def test_saved_edits_are_come_back_to(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "mine.cnn"
    path.write_text(save(load_template("lenet5")), encoding="utf-8")
    bench.files.open_path(path)
    bench.document.attempt("Name", lambda old: edits.set_name(old, "Edited"))
    bench.questions.answer = Answer.SAVE
    bench.comparison.compare()
    assert load_file(path).name == "Edited"
    press_back(bench)
    assert (bench.document.path, bench.document.architecture.name) == (path, "Edited")


def test_edits_of_the_twin_are_asked_about_before_going_back(bench: Bench) -> None:
    bench.comparison.compare()
    bench.document.attempt("Name", lambda old: edits.set_name(old, "Twin"))
    press_back(bench)
    assert bench.document.architecture.name == "Twin" and bench.line.isVisible()
    bench.questions.answer = Answer.DISCARD
    press_back(bench)
    assert bench.document.architecture.name == "LeNet-5"


def test_what_has_no_twin_is_said_and_nothing_changes(bench: Bench) -> None:
    bench.document.replace(load_template("resnet18"), None)
    network = bench.document.architecture
    bench.comparison.compare()
    assert bench.document.architecture is network
    assert bench.line.severity() is Tone.WARNING and bench.line.action_buttons() == ()
    assert bench.line.text().startswith("No dense twin: only a single chain of blocks has a dense twin; here 2 wires leave ")


def test_another_document_ends_the_comparison(bench: Bench) -> None:
    bench.comparison.compare()
    bench.files.new()
    assert not bench.line.isVisible()
