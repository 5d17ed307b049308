"""How long it takes from a movement of the pen to the maps of the drawing, with LeNet-5 and a real worker."""

from __future__ import annotations

import math
import os
import time

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.protocol.commands import ShowPicture
from designer.ui.main_window import MainWindow
from designer.ui.probe.pad import DrawingPad
from designer.ui.probe.wiring import ProbeWiring
from tests.benchmarks.opening import opened
from tests.benchmarks.waiting import until, until_time

STROKE_MOVES = 40
MOVES_HZ = 60
LIMIT_MS = 100
_REST_S = 0.3
_SETTLED_S = 5.0
"""After the start the worker still imports what training needs; nobody draws that soon."""


def measure(rounds: int) -> None:
    """Draw strokes of real mouse events at 60 movements a second; print median, p95 and the longest time to the maps painted."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    window = opened(application)
    window.resize(1600, 1000)
    window.show()
    until(application, lambda: all(window.live_maps.card(name) for name in ("input", "conv1", "softmax")))
    until_time(application, time.perf_counter() + _SETTLED_S)
    window.document.select(("conv1",))
    window.actions_table["draw_probe"].trigger()
    wiring = window.findChild(QObject, "probe_wiring")
    assert isinstance(wiring, ProbeWiring) and wiring.drawing.pane is not None
    times_ms = [time_ms for number in range(rounds) for time_ms in _stroke(application, window, wiring.drawing.pane.pad, number)]
    median, p95, longest = (float(np.percentile(times_ms, share)) for share in (50, 95, 100))
    verdict = "ok" if p95 < LIMIT_MS else "TOO SLOW"
    print(f"stroke to maps, LeNet-5, {len(times_ms)} movements: median {median:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms ({verdict})")
    window.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer
    window.close()


def _stroke(application: QApplication, window: MainWindow, pad: DrawingPad, number: int) -> list[float]:
    """Draw one stroke; return for every movement of the pen how long it took until maps that know it were painted, in ms."""
    stroke = _Stroke(window)
    pad.clear()
    until_time(application, time.perf_counter() + _REST_S)
    stroke.begin()
    for move in range(STROKE_MOVES):
        angle = 2 * math.pi * move / STROKE_MOVES + number
        stroke.moved_s.append(time.perf_counter())
        _mouse(pad, move, 0.5 + 0.35 * math.cos(angle), 0.5 + 0.4 * math.sin(angle))
        until_time(application, stroke.moved_s[-1] + 1 / MOVES_HZ)
    until(application, lambda: len(stroke.times_ms) == STROKE_MOVES)
    stroke.end()
    _mouse(pad, -1, 0.5, 0.5)
    return stroke.times_ms


class _Stroke:
    """Notes which movements each picture on its way knows, and when the first maps of it were painted."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._show_picture = window.session.show_picture
        self._sent: list[int] = []
        self._answered = 0
        self.moved_s: list[float] = []
        self.times_ms: list[float] = []

    def begin(self) -> None:
        session = self._window.session
        session.show_picture = self._note  # type: ignore[method-assign]  # passes it on
        session.probe_chosen.connect(self._answer)
        session.frame_drawn.connect(self._take)

    def end(self) -> None:
        session = self._window.session
        session.show_picture = self._show_picture  # type: ignore[method-assign]  # as it was
        session.probe_chosen.disconnect(self._answer)
        session.frame_drawn.disconnect(self._take)

    def _note(self, picture: ShowPicture) -> None:
        self._sent.append(len(self.moved_s))
        self._show_picture(picture)

    def _answer(self, _probe: object) -> None:
        self._answered += 1

    def _take(self, _frame: object) -> None:
        if not self._answered:
            return
        known = self._sent[self._answered - 1]
        if known > len(self.times_ms):
            self._window.maps_panel.grid.viewport().repaint()
            self._window.canvas.viewport().repaint()
        now_s = time.perf_counter()
        self.times_ms += [(now_s - moved_s) * 1_000 for moved_s in self.moved_s[len(self.times_ms) : known]]


def _mouse(pad: DrawingPad, move: int, x: float, y: float) -> None:
    kinds = {0: QEvent.Type.MouseButtonPress, -1: QEvent.Type.MouseButtonRelease}
    rect = pad.picture_rect()
    at = QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height())
    button = Qt.MouseButton.LeftButton if move in kinds else Qt.MouseButton.NoButton
    held = Qt.MouseButton.NoButton if move == -1 else Qt.MouseButton.LeftButton
    place = QPointF(pad.mapToGlobal(QPoint(round(at.x()), round(at.y()))))
    QApplication.sendEvent(pad, QMouseEvent(kinds.get(move, QEvent.Type.MouseMove), at, place, button, held, Qt.KeyboardModifier.NoModifier))
