"""Keeps the journal of the open document, so that no edit is lost when the program or the machine dies."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from designer.network.architecture import Architecture
from designer.network.file_format import save_lines
from designer.runs import recovery
from designer.runs.recovery import Owner, Recoverable
from designer.runs.recovery_journal import Journal
from designer.ui.document import Document

__all__ = ["RecoveryClient"]


class RecoveryClient(QObject):
    """Write a line for every edit, begin anew after every save, and offer what an earlier program left.

    Args:
        document: The document; journalled from now on.
        folder: Where journals lie; the user's recovery folder by default.
    """

    recoverable_found = Signal(object)
    """A tuple of `Recoverable`, the last edited first."""
    restored = Signal(object)
    """The `Recoverable` that was put in the document's place."""

    def __init__(self, document: Document, parent: QObject | None = None, *, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._folder = folder
        self._journal: Journal | None = None
        self._entry: Recoverable | None = None
        self._discarded = False
        self._replacing = False
        self._told = False
        self._undo_label = document.undo_label
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._sync)
        self._start()
        self._told = False  # nobody listens yet
        document.changed.connect(self._append)
        document.saved_state_changed.connect(self._follow_saving)
        document.replaced.connect(self._follow_replacing)

    def begin(self) -> None:
        """Look for what was left unsaved; to be called once the window is shown."""
        if self._journal is None:
            self._start()
        recovery.remove_needless(self._folder)
        found = recovery.find_recoverable(self._folder)
        if found:
            self.recoverable_found.emit(found)

    def put_in_place(self, architecture: Architecture, path: Path | None) -> None:
        """Put another, saved document in place of this one, whose unsaved edits were saved or `mark_discarded`."""
        self._replace(architecture, path, None)

    def restore(self, entry: Recoverable) -> bool:
        """Put a recovered document in place as an unsaved one; its journal stays until that is saved or discarded.

        Returns:
            False: another window has taken or discarded it meanwhile.
        """
        if entry.journal not in {found.journal for found in recovery.find_recoverable(self._folder)}:
            self._document.noticed.emit(self.tr("That document was recovered or discarded in another window."))
            return False
        path = entry.document
        if path is not None and self.owner_of(path) is not None:
            path = None  # another window has the file
        self._replace(entry.architecture, path, entry)
        self.restored.emit(entry)
        return True

    def discard(self, entry: Recoverable) -> None:
        """Delete what could be recovered."""
        recovery.remove(entry)

    def owner_of(self, path: Path) -> Owner | None:
        """Return which other window has a document open."""
        return recovery.owner_of(path, None if self._journal is None else self._journal.path, self._folder)

    def mark_discarded(self) -> None:
        """Take note that the unsaved edits may go; holds until the next edit."""
        self._discarded = True

    def close(self) -> None:
        """Delete the journal if nothing is unsaved, or discarded; else leave it for the next start."""
        self._timer.stop()
        self._leave()

    def _replace(self, architecture: Architecture, path: Path | None, entry: Recoverable | None) -> None:
        self._leave()
        self._entry = entry
        self._replacing = True
        try:
            self._document.replace(architecture, path, saved=entry is None)
        finally:
            self._replacing = False
        self._start()

    def _leave(self) -> None:
        """Part with the journal of the document as it is now."""
        journal, self._journal = self._journal, None
        if self._document.edited and not self._discarded:
            if journal is not None:
                journal.release()
        else:
            self._forget_entry()
            if journal is not None:
                journal.remove()

    def _forget_entry(self) -> None:
        entry, self._entry = self._entry, None
        if entry is not None:
            recovery.remove(entry)

    def _start(self) -> None:
        """Begin a journal that starts from the document as it is."""
        document, entry = self._document, self._entry
        continues = () if entry is None else (entry.journal.name, *entry.continues)
        self._discarded = False
        try:
            self._journal = Journal(
                save_lines(document.architecture), document.path, folder=self._folder, unsaved=document.edited, continues=continues
            )
        except OSError as error:
            self._tell(error)
        else:
            self._told = False
            self._await_sync()
        self._undo_label = document.undo_label

    def _append(self, _old: Architecture, new: Architecture) -> None:
        if self._replacing:
            return
        self._discarded = False
        label = self._label()
        if self._journal is None:
            self._start()
            return
        try:
            self._journal.append(save_lines(new), label)
        except FileNotFoundError:  # somebody emptied the folder
            self._start_again()
        except OSError as error:
            self._tell(error)
        else:
            self._told = False
            self._await_sync()

    def _label(self) -> str:
        """Return what the change is called; undo and redo are told apart by what can be redone now."""
        document, before = self._document, self._undo_label
        self._undo_label = document.undo_label
        if before and document.redo_label == before:
            return self.tr("Undo {0}").format(before)
        return document.undo_label or self.tr("Undo")

    def _follow_saving(self) -> None:
        """Begin anew once the document is saved, or has another file."""
        journal, document = self._journal, self._document
        if self._replacing or document.edited or journal is None:
            return
        if journal.document != document.path or journal.unsaved or journal.is_changed:
            self._forget_entry()
            self._start_again()

    def _follow_replacing(self) -> None:
        """Begin anew where somebody replaced the document without `put_in_place`."""
        if not self._replacing:
            self._start_again()

    def _start_again(self) -> None:
        journal = self._journal
        self._journal = None
        self._start()
        if journal is not None:
            journal.remove()

    def _sync(self) -> None:
        if self._journal is None:
            return
        try:
            self._journal.sync_if_due()
        except OSError as error:
            self._tell(error)
        self._await_sync()

    def _await_sync(self) -> None:
        left_s = None if self._journal is None else self._journal.seconds_until_sync()
        if left_s is not None and not self._timer.isActive():
            self._timer.start(math.ceil(left_s * 1000))

    def _tell(self, error: OSError) -> None:
        """Say once that edits are not safe."""
        if not self._told:
            self._told = True
            reason = error.strerror or str(error)
            self._document.noticed.emit(self.tr("Edits cannot be recovered after a crash now ({0}); save the document often.").format(reason))
