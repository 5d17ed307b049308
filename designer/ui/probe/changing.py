"""Shift the probe pixel by pixel and cover a part of it: what is wanted, kept ahead of what the worker has answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from designer.protocol.commands import ChangeProbe
from designer.protocol.events import ProbeChosen
from designer.ui.document import Document
from designer.ui.training.session import TrainingSession

__all__ = ["Box", "ProbeChanging"]

Box = tuple[int, int, int, int]
"""Top, left, height and width in pixels of the input block."""
_PAUSE_MS = 15


class ProbeChanging(QObject):
    """Counts what keys and drags ask for, and sends it, newest wins."""

    def __init__(self, document: Document, session: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._wanted = self._sent = ChangeProbe()
        self._picture: tuple[str, int, str] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._send)
        session.probe_chosen.connect(self._follow)

    @property
    def shift(self) -> tuple[int, int]:
        """How far the probe is shifted, down and right."""
        return self._wanted.shift

    @property
    def occluded(self) -> Box | None:
        """What is covered."""
        return self._wanted.occluded

    def input_side(self) -> tuple[int, int] | None:
        """Return height and width of the input block; none where it takes no pictures."""
        report = self._document.analysis.reports.get(self._document.analysis.input_id or "")
        shape = report.output_shape if report else None
        return (shape[1], shape[2]) if shape is not None and len(shape) == 3 else None

    def shift_by(self, down: int, right: int) -> None:
        """Shift the picture so many pixels further, at most until only one row or column is left."""
        side = self.input_side()
        if side is not None:
            moved = self.shift[0] + down, self.shift[1] + right
            limited = [max(1 - size, min(place, size - 1)) for place, size in zip(moved, side, strict=True)]
            self._want(ChangeProbe(shift=(limited[0], limited[1]), occluded=self.occluded))

    def put_back(self) -> None:
        """Show the picture where it was."""
        self._want(ChangeProbe(occluded=self.occluded))

    def cover(self, box: Box | None) -> None:
        """Cover a part, or nothing any more; what reaches over the edge is cut off."""
        side = self.input_side()
        if side is not None:
            self._want(ChangeProbe(shift=self.shift, occluded=None if box is None else inside(box, side)))

    def _want(self, change: ChangeProbe) -> None:
        if change == self._wanted:
            return
        self._wanted = change
        if not self._pause.isActive():
            self._send()

    def _send(self) -> None:
        if self._wanted != self._sent:
            self._sent = self._wanted
            self._session.change_probe(self._wanted)
            self._pause.start()

    def _follow(self, probe: ProbeChosen) -> None:
        """Take the worker's word for another picture, and for this one unless something newer is wanted."""
        picture = (probe.part, probe.index, probe.label)
        if picture != self._picture:
            self._picture = picture
            self._pause.stop()
            self._wanted = self._sent = ChangeProbe(shift=probe.shift, occluded=probe.occluded)


def inside(box: Box, side: tuple[int, int]) -> Box:
    """Return the part of a box that is in the picture, at least one pixel of it.

    >>> inside((-2, 30, 5, 5), (32, 32))
    (0, 30, 3, 2)
    """
    top, left = (max(0, min(place, size - 1)) for place, size in zip(box[:2], side, strict=True))
    bottom, right = (min(place + length, size) for place, length, size in zip(box[:2], box[2:], side, strict=True))
    return top, left, max(1, bottom - top), max(1, right - left)
