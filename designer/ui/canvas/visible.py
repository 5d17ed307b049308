"""Tell, once the picture rests for a moment, which blocks are in sight: the worker sends maps for no others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

SETTLE_MS = 100
"""How long nothing has to move before the blocks in sight are told."""


class VisibleBlocks(QObject):
    """Ask ``find`` for the ids in sight after every burst of `touch`, and tell them where they changed."""

    changed = Signal(object)
    """The ids now in sight, a tuple."""

    def __init__(self, find: Callable[[], tuple[str, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self._told: tuple[str, ...] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._tell)

    def touch(self) -> None:
        """Say that something moved."""
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Ask no more until the next `touch`."""
        self._timer.stop()

    def _tell(self) -> None:
        found = self._find()
        if found != self._told:
            self._told = found
            self.changed.emit(found)
