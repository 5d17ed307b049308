"""Asks the worker how a pixel comes about, and asks again with every frame while the pixel is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from designer.protocol.commands import AnyCommand, ExplainPixel
from designer.protocol.events import AnyEvent, MapsDrawn, PixelExplained
from designer.ui.maps.pointed import PointedValue

_EVERY_MS = 100
"""A pixel is followed at most this often: faster nobody reads numbers."""
_LOST_MS = 2_000
"""An answer that has not come by then is asked for anew: the worker may be another one."""


class PixelQuestions(QObject):
    """Keep one pixel in question; of several answers only that to the newest question counts."""

    explained = Signal(object)
    """The answer: a `PixelExplained`."""

    def __init__(self, send: Callable[[AnyCommand], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._pixel: PointedValue | None = None
        self._frame = 0
        self._number = 0
        self._waits = False
        self._since = QElapsedTimer()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask)

    @property
    def pixel(self) -> PointedValue | None:
        """The pixel that is in question."""
        return self._pixel

    def ask(self, pixel: PointedValue) -> None:
        """Ask about a pixel of the newest frame, now and with every frame from now on."""
        self._pixel = pixel
        self._ask()

    def clear(self) -> None:
        """Ask no more."""
        self._pixel, self._waits = None, False
        self._number += 1
        self._later.stop()

    def show_frame(self, frame: MapsDrawn) -> None:
        """Take another frame."""
        self._frame = frame.number
        if self._pixel is None or self._later.isActive():
            return
        if self._waits and not self._since.hasExpired(_LOST_MS):
            return
        self._later.start(max(0, _EVERY_MS - self._since.elapsed()))

    def hear(self, event: AnyEvent) -> None:
        """Take what the worker says."""
        if isinstance(event, PixelExplained) and event.number == self._number:
            self._waits = False
            self.explained.emit(event)
            if event.frame < self._frame and not self._later.isActive():  # frames came while it was on its way
                self._later.start(max(0, _EVERY_MS - self._since.elapsed()))

    def _ask(self) -> None:
        self._later.stop()
        if self._pixel is None:
            return
        self._number += 1
        self._waits = True
        self._since.start()
        block, channel, row, column = self._pixel
        self._send(ExplainPixel(number=self._number, frame=self._frame, block=block, channel=channel, row=row, column=column))
