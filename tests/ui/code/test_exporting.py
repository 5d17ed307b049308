from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.pytorch_script import script
from designer.ui.code.exporting import ScriptExport
from designer.ui.document import Document
from designer.ui.files.settings import Settings


class Asked:
    """Answers the file dialog, and keeps what was asked and told."""

    def __init__(self) -> None:
        self.answer = ""
        self.suggested: list[str] = []
        self.told: list[str] = []
        self.failures: list[str] = []

    def path(self, _parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        self.suggested.append(start)
        return self.answer, ""

    def show(self, box: QMessageBox) -> int:
        self.failures.append(box.text())
        return 0


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked.path)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.show(box))
    return asked


@pytest.fixture
def export(qtbot: QtBot, document: Document, asked: Asked) -> Iterator[ScriptExport]:
    window = QMainWindow()
    qtbot.addWidget(window)
    export = ScriptExport(document, Settings(), window)
    export.told.connect(asked.told.append)
    yield export


def test_the_script_is_saved_where_it_was_chosen(export: ScriptExport, document: Document, asked: Asked, tmp_path: Path) -> None:
    asked.answer = str(tmp_path / "mine")
    assert export.export()
    assert (tmp_path / "mine.py").read_text(encoding="utf-8") == script(document.architecture).text
    assert asked.told == ["Saved “mine.py”: a PyTorch script with 61,706 parameters."]
    assert Path(asked.suggested[0]).name == "lenet5.py"
    asked.answer = ""
    assert not export.export()
    assert Path(asked.suggested[1]) == tmp_path / "lenet5.py", "the folder is remembered"
    assert len(asked.told) == 1


def test_an_existing_file_is_not_replaced_unasked(export: ScriptExport, asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("precious", encoding="utf-8")
    asked.answer = str(tmp_path / "mine")
    assert not export.export()
    assert asked.failures == ["“mine.py” exists already."]
    assert (tmp_path / "mine.py").read_text(encoding="utf-8") == "precious"


def test_a_network_with_errors_asks_for_no_file(qtbot: QtBot, export: ScriptExport, document: Document, asked: Asked) -> None:
    document.attempt("Break", lambda old: edits.set_field(old, "conv2", "kernel", 25))
    with qtbot.waitSignal(export.problems_in_the_way):
        assert not export.export()
    assert asked.told[0].startswith("A network with errors cannot be exported: conv2: a 25×25 kernel does not fit")
    assert asked.suggested == []


def test_a_folder_that_is_gone_is_told(export: ScriptExport, asked: Asked, tmp_path: Path) -> None:
    asked.answer = str(tmp_path / "none" / "mine.py")
    assert not export.export()
    assert asked.failures == ["“mine.py” was not saved: the folder does not exist any more; save elsewhere."]
