"""*File ▸ Export ▸ PyTorch*: the script as a file."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from designer.network.pytorch_script import ExportError, script
from designer.runs.atomic import write_atomically
from designer.ui.document import Document
from designer.ui.files.on_disk import why_not_written
from designer.ui.files.questions import Questions
from designer.ui.files.settings import Settings

__all__ = ["ScriptExport"]

_SUFFIX = ".py"


class ScriptExport(QObject):
    """Ask for a file and write the script there; tell in one sentence what became of it."""

    told = Signal(str)
    """One sentence for the status line."""
    problems_in_the_way = Signal()
    """The network has errors, so there is no script; the sentence was told."""

    def __init__(self, document: Document, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._settings = settings
        self._window = window
        self._questions = Questions(window)

    def export(self) -> bool:
        """Export the network as it is now; return whether it was done."""
        analysis = self._document.analysis
        try:
            made = script(analysis.architecture, analysis)
        except ExportError as error:
            sentence = str(error)
            self.told.emit(f"{sentence[:1].upper()}{sentence[1:]}.")
            if analysis.errors:
                self.problems_in_the_way.emit()
            return False
        path = self._path(made.file_name)
        if path is None:
            return False
        try:
            write_atomically(path, made.text.encode())
        except OSError as error:
            self._questions.show_failure(self.tr("“{0}” was not saved: {1}.").format(path.name, why_not_written(error)))
            return False
        self._settings.last_folder = path.parent
        self.told.emit(self.tr("Saved “{0}”: a PyTorch script with {1:,} parameters.").format(path.name, analysis.parameters))
        return True

    def _path(self, suggested: str) -> Path | None:
        start = str(self._settings.last_folder / suggested)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export a PyTorch script"), start, self.tr("Python (*.py)"))
        if not chosen:
            return None
        path = Path(chosen if chosen.endswith(_SUFFIX) else chosen + _SUFFIX)
        if path.name != Path(chosen).name and os.path.exists(path) and not self._questions.ask_replace(path.name):
            return None
        return path
