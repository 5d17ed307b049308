"""A document with its files, in a folder of its own; questions are answered by the test."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.network.edits import set_name
from designer.network.file_format import save
from designer.network.templates import load_template
from designer.runs.recovery import Owner
from designer.ui.document import Document
from designer.ui.files.document_files import DocumentFiles
from designer.ui.files.questions import Answer, Questions
from designer.ui.files.recovery_client import RecoveryClient
from designer.ui.files.settings import Settings


class AnsweredQuestions(Questions):
    """Gives the answers set by the test, and writes down what was asked and told."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = Answer.CANCEL
        self.agrees = False
        self.path: Path | None = None
        self.suggested: Path | None = None
        self.asked: list[str] = []
        self.failures: list[tuple[str, tuple[str, ...]]] = []

    def ask_save(self, name: str) -> Answer:
        self.asked.append(f"save {name}")
        return self.answer

    def ask_overwrite_changed(self, name: str, when: datetime | None) -> Answer:
        self.asked.append(f"overwrite changed {name}")
        return self.answer

    def ask_open_copy(self, name: str, owner: Owner) -> bool:
        self.asked.append(f"open copy {name}")
        return self.agrees

    def ask_replace(self, name: str) -> bool:
        self.asked.append(f"replace {name}")
        return self.agrees

    def ask_replace_open(self, name: str, owner: Owner) -> bool:
        self.asked.append(f"replace open {name}")
        return self.agrees

    def show_failure(self, sentence: str, details: Sequence[str] = ()) -> None:
        self.failures.append((sentence, tuple(details)))

    def path_to_open(self, folder: Path) -> Path | None:
        self.suggested = folder
        return self.path

    def path_to_save(self, suggested: Path) -> Path | None:
        self.suggested = suggested
        return self.path


@dataclass
class Window:
    """What a window has of files."""

    document: Document
    recovery: RecoveryClient
    files: DocumentFiles
    questions: AnsweredQuestions
    settings: Settings
    notices: list[str] = field(default_factory=list)

    def rename(self, name: str) -> None:
        """Make an edit."""
        self.document.apply(f"Call it {name}", set_name(self.document.architecture, name))

    def die(self) -> None:
        """Leave the journal as a killed process does."""
        journal = self.recovery._journal
        assert journal is not None
        journal.release()
        self.recovery._journal = None
        self.recovery._timer.stop()


class Windows:
    """Makes windows, and closes them at the end of the test."""

    def __init__(self) -> None:
        self.made: list[Window] = []

    def __call__(self) -> Window:
        """Return a window as it is at first: LeNet-5, without a file."""
        document, settings, questions = Document(load_template("lenet5")), Settings(), AnsweredQuestions()
        recovery = RecoveryClient(document)
        files = DocumentFiles(document, settings, recovery=recovery, questions=questions)
        window = Window(document, recovery, files, questions, settings)
        document.noticed.connect(window.notices.append)
        self.made.append(window)
        return window


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[Windows]:
    made = Windows()
    yield made
    for window in made.made:
        window.recovery.close()
        window.settings.sync()


@pytest.fixture
def window(windows: Windows) -> Window:
    return windows()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a file that holds LeNet-5."""
    path = tmp_path / "net.cnn"
    path.write_text(save(load_template("lenet5")), encoding="utf-8", newline="\n")
    return path
