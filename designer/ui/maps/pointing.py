"""Who hears of the value under the pointer: panel and canvas frame what it sees, wherever it is pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.maps.pointed import PointedValue, frames_of, seen_text
from designer.ui.maps.sentences import pointed_text

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class Pointing(QObject):
    """Keep what is pointed at; of panel and canvas, the last one that told."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._document, self._live = window.document, window.live_maps
        self._canvas, self._panel = window.canvas, window.maps_panel
        self._pointed: PointedValue | None = None
        self._panel.value_pointed.connect(self._point)
        self._canvas.map_pointer.pointed.connect(self._point)
        self._document.analysed.connect(self._show)
        self._live.changed.connect(self._tell)

    def _point(self, pointed: PointedValue | None) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self._show()

    def _show(self, _: object = None) -> None:
        frames = frames_of(self._document.analysis, self._pointed)
        self._canvas.canvas_scene.show_frames(frames)
        self._panel.show_frames(self._pointed, frames)
        self._tell()

    def _tell(self, _: object = None) -> None:
        """Say what is under the pointer on the canvas, with every frame anew."""
        pointed, tip = self._canvas.map_pointer.value, self._canvas.value_tip
        if pointed is None or pointed != self._pointed:
            tip.show_text("")
            return
        analysis = self._document.analysis
        lines = (pointed_text(analysis, self._live, pointed), seen_text(analysis, frames_of(analysis, pointed), pointed))
        tip.show_text("\n".join(line for line in lines if line))
