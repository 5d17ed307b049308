"""Which block's maps are shown: the one selected last, or the one that is pinned."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from designer.network.analysis import BlockReport
from designer.ui.document import Document

__all__ = ["FollowedBlock"]


class FollowedBlock(QObject):
    """Follow the selection, unless a block is pinned.

    Attributes:
        id: Of the block; none: none is selected.
    """

    shown_anew = Signal(bool)
    """The block is another (true), or may be otherwise than it was."""
    pinned = Signal(object)
    """Id of the block that stays, whatever is selected; ``None``: the selected one is shown again."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._pin: str | None = None
        self.id: str | None = None
        document.selection_changed.connect(self._follow)
        document.analysed.connect(self._follow)

    @property
    def is_pinned(self) -> bool:
        """Whether the block stays, whatever is selected."""
        return self._pin is not None

    def report(self) -> BlockReport | None:
        """Return what is known of the block."""
        return self._document.analysis.reports.get(self.id) if self.id else None

    def pin(self, pinned: bool) -> None:
        """Keep to the block, or follow the selection again."""
        wanted = self.id if pinned else None
        if wanted != self._pin:
            self._pin = wanted
            self.pinned.emit(wanted)
            self._follow()

    def walk(self, step: int) -> None:
        """Go to the layer before or after; a pin goes along."""
        order = self._document.analysis.order
        index = order.index(self.id) + step if self.id in order else -1
        if 0 <= index < len(order):
            if self._pin is not None:
                self._pin = order[index]
                self.pinned.emit(self._pin)
                self._follow()
            self._document.select((order[index],))

    def _follow(self, _: object = None) -> None:
        if self._pin is not None and self._pin not in self._document.architecture.by_id:
            self._pin = None
            self.pinned.emit(None)
        shown = self._pin or next(reversed(self._document.selection), None)
        is_another, self.id = shown != self.id, shown
        self.shown_anew.emit(is_another)
