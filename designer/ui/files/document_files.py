"""The document and its files: begin, open, save, and ask before anything is lost."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget

from designer.network.architecture import Architecture, Block
from designer.network.blocks.input import Input
from designer.network.errors import FileError
from designer.network.templates import load_template, open_named
from designer.runs.recovery import Recoverable
from designer.ui.document import Document
from designer.ui.files.dropped import dropped_documents
from designer.ui.files.on_disk import Fingerprint, fingerprint, read_document
from designer.ui.files.questions import Answer, Questions
from designer.ui.files.recent import RecentFiles
from designer.ui.files.recovery_client import RecoveryClient
from designer.ui.files.saving import Saving
from designer.ui.files.settings import Settings

__all__ = ["FIRST_TEMPLATE", "DocumentFiles"]

FIRST_TEMPLATE = "lenet5"


class DocumentFiles(QObject):
    """Do what the File menu says. Every method returns whether it was done; what fails is told once and changes nothing.

    Args:
        recovery: Keeps the document's journal.
        window: Whom the dialogs belong to.
        questions: What asks; message boxes by default.
    """

    opened = Signal(object)
    """The path of the document that was opened."""
    saved = Signal(object)
    """The path that the document was saved to."""

    def __init__(
        self,
        document: Document,
        settings: Settings,
        window: QWidget | None = None,
        *,
        recovery: RecoveryClient,
        questions: Questions | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or window)
        self.recent = RecentFiles(settings, self)
        self._document = document
        self._settings = settings
        self._recovery = recovery
        self._questions = questions or Questions(window)
        self._saving = Saving(document, settings, self._questions, recovery, self)
        self._saving.saved.connect(self._follow_saving)

    def open_first(self, text: str | None) -> bool:
        """Open what the program was started with; the first template where there is none, or it is refused.

        Args:
            text: A path, or a template's name.
        """
        if text is not None and self._open_named(text):
            return True
        return self.new_from_template(FIRST_TEMPLATE) and text is None

    def new(self) -> bool:
        """Begin a network that has an input only."""
        return self._put(Architecture(blocks=(Block("input", Input()),)), None, None)

    def new_from_template(self, name: str) -> bool:
        """Begin with a shipped network."""
        try:
            architecture = load_template(name)
        except FileError as error:
            self._tell_refused(name, error)
            return False
        return self._put(architecture, None, None)

    def begin_with(self, architecture: Architecture) -> None:
        """Put a network that the program made in place, as a document without a file; whoever calls has asked about unsaved edits."""
        self._put(architecture, None, None, asked=True)

    def open(self) -> bool:
        """Ask for a file and open it."""
        path = self._questions.path_to_open(self._settings.last_folder)
        return path is not None and self.open_path(path)

    def open_recent(self, path: Path) -> bool:
        """Open one of the last documents; one that is gone leaves the list."""
        if not os.path.exists(path):
            self.recent.forget(path)
            self._document.noticed.emit(self.tr("“{0}” is no longer there; it was taken off the list.").format(path.name))
            return False
        return self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open a file whole, or tell everything that is wrong with it."""
        path = Path(os.path.abspath(path))
        read = self._read(path)
        if read is None:
            return False
        owner = self._recovery.owner_of(path)
        if owner is not None and not self._questions.ask_open_copy(path.name, owner):
            return False
        if self._document.edited:
            if not self.ask_before_losing():
                return False
            read = self._read(path)  # it may just have been saved
            if read is None:
                return False
        architecture, found = read
        self._put(architecture, path if owner is None else None, found, asked=True)
        self._remember(path)
        self.opened.emit(path)
        return True

    def save(self) -> bool:
        """Save to the document's file, or ask for one."""
        return self._saving.save()

    def save_as(self) -> bool:
        """Ask where to save."""
        return self._saving.save_as()

    def ask_before_losing(self) -> bool:
        """Ask what becomes of unsaved edits; return whether to go on."""
        if not self._document.edited:
            return True
        answer = self._questions.ask_save(self.shown_name())
        if answer is Answer.SAVE:
            return self.save()
        if answer is Answer.DISCARD:
            self._recovery.mark_discarded()
            return True
        return False

    def restore(self, entry: Recoverable) -> bool:
        """Put a recovered document in place, as an unsaved one."""
        if not self.ask_before_losing() or not self._recovery.restore(entry):
            return False
        path = self._document.path
        self._saving.know(fingerprint(path) if path is not None and entry.disk_is_base else None)
        return True

    def accepts(self, mime: QMimeData) -> bool:
        """Tell whether something dragged over the window is a document's file."""
        return bool(dropped_documents(mime))

    def open_dropped(self, mime: QMimeData) -> bool:
        """Open the document's file that was dropped; the first of several."""
        paths = dropped_documents(mime)
        if len(paths) > 1:
            self._document.noticed.emit(self.tr("A window holds one document: “{0}” of the {1} files is opened.").format(paths[0].name, len(paths)))
        return bool(paths) and self.open_path(paths[0])

    def shown_name(self) -> str:
        """Return what the document is called: its file's name, else the network's."""
        path = self._document.path
        return path.name if path is not None else self._document.architecture.name or self.tr("untitled")

    def _open_named(self, text: str) -> bool:
        if os.path.exists(text):
            return self.open_path(Path(text))
        try:
            architecture = open_named(text)
        except FileError as error:
            self._tell_refused(text, error)
            return False
        return self._put(architecture, None, None)

    def _put(self, architecture: Architecture, path: Path | None, found: Fingerprint | None, asked: bool = False) -> bool:
        if not asked and not self.ask_before_losing():
            return False
        self._recovery.put_in_place(architecture, path)
        self._saving.know(found)
        return True

    def _read(self, path: Path) -> tuple[Architecture, Fingerprint] | None:
        try:
            return read_document(path)
        except FileError as error:
            self._tell_refused(path.name, error)
            return None

    def _tell_refused(self, name: str, error: FileError) -> None:
        self._questions.show_failure(self.tr("“{0}” was not opened.").format(name), error.faults)

    def _follow_saving(self, path: Path) -> None:
        self._remember(path)
        self.saved.emit(path)

    def _remember(self, path: Path) -> None:
        self.recent.add(path)
        self._settings.last_folder = path.parent
