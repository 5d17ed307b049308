"""The one mutable holder of the immutable architecture: history, analysis, selection, path."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture
from designer.network.errors import EditError
from designer.network.history import History

Label = str | Callable[[Architecture, Architecture], str]


class Document(QObject):
    """Holds what is edited. Views listen and ask for edits; none writes to another."""

    changed = Signal(object, object)
    """Old and new architecture, on every edit, undo, redo and opening."""
    analysed = Signal(object)
    """Analysis, right after `changed`, and when the number of classes changes."""
    selection_changed = Signal(object)
    """Ids of the selected blocks, a tuple."""
    noticed = Signal(str)
    """One sentence for the status line."""
    saved_state_changed = Signal()
    """Path, name or edited mark."""
    replaced = Signal()
    """Another document was put in place of the last: views fit it."""

    def __init__(self, architecture: Architecture, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History(architecture)
        self._analysis = analyse(architecture)
        self._classes: int | None = None
        self._selection: tuple[str, ...] = ()
        self._selected_before: tuple[str, ...] = ()
        self._path: Path | None = None
        self._revision = 1

    @property
    def architecture(self) -> Architecture:
        """The architecture as it is now."""
        return self._history.current

    @property
    def analysis(self) -> Analysis:
        """The analysis of the architecture as it is now."""
        return self._analysis

    @property
    def revision(self) -> int:
        """A number that grows with every change."""
        return self._revision

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of the selected blocks, in the order selected."""
        return self._selection

    @property
    def path(self) -> Path | None:
        """Where the document was opened from or saved to."""
        return self._path

    @property
    def edited(self) -> bool:
        """Whether it differs from what was saved."""
        return self._history.is_edited

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return self._history.can_redo

    @property
    def undo_label(self) -> str:
        """What undo would take back; empty: nothing."""
        return self._history.undo_label or ""

    @property
    def redo_label(self) -> str:
        """What redo would do again; empty: nothing."""
        return self._history.redo_label or ""

    def apply(self, label: Label, architecture: Architecture, merge_key: Hashable | None = None) -> None:
        """Make an architecture the current one, as one undo step; steps of one ``merge_key`` within a second merge."""
        old = self.architecture
        if architecture is old:
            return
        self._history.push(label, architecture, merge_key)
        self._show(old)

    def attempt(self, label: Label, edit: Callable[[Architecture], Architecture], merge_key: Hashable | None = None) -> bool:
        """Apply an edit; what is not allowed is told in `noticed` and changes nothing."""
        try:
            architecture = edit(self.architecture)
        except EditError as error:
            self.noticed.emit(str(error))
            return False
        self.apply(label, architecture, merge_key)
        return True

    def undo(self) -> None:
        """Take back the last step."""
        if self.can_undo:
            old, label = self.architecture, self.undo_label
            self._history.undo()
            self._show(old, instead=self._selected_before)
            self.noticed.emit(self.tr("Undone: {0}").format(label))

    def redo(self) -> None:
        """Do the last undone step again."""
        if self.can_redo:
            old, label = self.architecture, self.redo_label
            self._history.redo()
            self._show(old)
            self.noticed.emit(self.tr("Redone: {0}").format(label))

    def select(self, ids: Iterable[str]) -> None:
        """Select blocks; ids that do not exist are left out."""
        wanted = tuple(dict.fromkeys(name for name in ids if name in self.architecture.by_id))
        if wanted != self._selection:
            self._selected_before = self._selection or self._selected_before
            self._selection = wanted
            self.selection_changed.emit(wanted)

    def set_classes(self, classes: int | None) -> None:
        """Take the number of the data's classes into the analysis."""
        if classes != self._classes:
            self._classes = classes
            self._analysis = analyse(self.architecture, classes, self._analysis)
            self.analysed.emit(self._analysis)

    def replace(self, architecture: Architecture, path: Path | None, saved: bool = True) -> None:
        """Put another document in place of this one.

        Args:
            saved: Whether it equals what ``path`` holds; a recovered document does not.
        """
        old = self.architecture
        self._history = History(architecture)
        if not saved:
            self._history.forget_saved()
        self._path = path
        self._show(old)
        self.replaced.emit()

    def mark_saved(self, path: Path) -> None:
        """Take note that the document as it is now lies at ``path``."""
        self._path = path
        self._history.mark_saved()
        self.saved_state_changed.emit()

    def _show(self, old: Architecture, instead: tuple[str, ...] = ()) -> None:
        """Show the current architecture; where undo took all selected blocks away, the ones selected before are again: panels stay filled."""
        self._revision += 1
        selected, there = self._selection, self.architecture.by_id
        left = tuple(name for name in selected if name in there)
        self._selection = left or tuple(name for name in instead if selected and name in there)
        self._analysis = analyse(self.architecture, self._classes, self._analysis)
        self.changed.emit(old, self.architecture)
        self.analysed.emit(self._analysis)
        if self._selection != selected:
            self.selection_changed.emit(self._selection)
        self.saved_state_changed.emit()
