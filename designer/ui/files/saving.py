"""Saving the document: where to, what that would overwrite, and what is said when it does not work."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from designer.network.document_limits import LARGEST_BYTES
from designer.network.file_format import save
from designer.runs.atomic import write_atomically
from designer.ui.data.using import relocated
from designer.ui.document import Document
from designer.ui.files.on_disk import Fingerprint, changed_at, file_name_for, fingerprint, fingerprint_of, why_not_written, with_suffix
from designer.ui.files.questions import Answer, Questions
from designer.ui.files.recovery_client import RecoveryClient
from designer.ui.files.settings import Settings

__all__ = ["Saving"]


class Saving(QObject):
    """Write the document to its file; a failure leaves the old file whole and the document edited."""

    saved = Signal(object)
    """The path it was saved to."""

    def __init__(self, document: Document, settings: Settings, questions: Questions, recovery: RecoveryClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._questions = questions
        self._recovery = recovery
        self._known: Fingerprint | None = None

    def know(self, on_disk: Fingerprint | None) -> None:
        """Take note of what the document's file holds; None: anything found there is a later change."""
        self._known = on_disk

    def save(self) -> bool:
        """Save to the document's file, or ask for one; return whether it was done."""
        path = self._document.path
        if path is None:
            return self.save_as()
        if os.path.exists(path) and (self._known is None or fingerprint(path) != self._known):
            answer = self._questions.ask_overwrite_changed(path.name, changed_at(path))
            if answer is not Answer.OVERWRITE:
                return answer is Answer.SAVE_AS and self.save_as()
        return self._write(path)

    def save_as(self) -> bool:
        """Ask where to save; return whether it was done."""
        chosen = self._questions.path_to_save(self._suggestion())
        if chosen is None:
            return False
        path = with_suffix(Path(os.path.abspath(chosen)))
        if path == self._document.path:
            return self.save()
        if path.name != chosen.name and os.path.exists(path) and not self._questions.ask_replace(path.name):
            return False
        owner = self._recovery.owner_of(path)
        if owner is not None and not self._questions.ask_replace_open(path.name, owner):
            return False
        return self._write(path)

    def _suggestion(self) -> Path:
        path = self._document.path
        return path if path is not None else self._settings.last_folder / file_name_for(self._document.architecture.name)

    def _write(self, path: Path) -> bool:
        architecture = relocated(self._document.architecture, self._document.path, path)
        try:
            data = save(architecture).encode()
        except UnicodeEncodeError:
            return self._fail(path, self.tr("a text in it holds half a character; type it again"))
        if len(data) > LARGEST_BYTES:
            return self._fail(path, self.tr("it would take {0:,} bytes, and at most {1:,} are opened again").format(len(data), LARGEST_BYTES))
        try:
            write_atomically(path, data)
        except OSError as error:
            return self._fail(path, why_not_written(error))
        self._known = fingerprint_of(data)
        self._document.mark_saved(path)
        if architecture is not self._document.architecture:
            self._document.apply(self.tr("Name the same data from the new folder"), architecture)
            self._document.mark_saved(path)
        self.saved.emit(path)
        return True

    def _fail(self, path: Path, reason: str) -> bool:
        self._questions.show_failure(self.tr("“{0}” was not saved: {1}.").format(path.name, reason))
        return False
