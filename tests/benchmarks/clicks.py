"""How long it takes from a click on a pixel to its arithmetic, while LeNet-5 trains at full speed with a real worker."""

from __future__ import annotations

import os
import random
import time
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.network import edits
from designer.ui.main_window import MainWindow
from designer.ui.maps.card_tiles import fitted
from designer.ui.training.pace import Pace
from designer.ui.training.states import TrainingState
from tests.benchmarks.opening import opened
from tests.benchmarks.waiting import until, until_time

CLICKS_A_ROUND = 20
LIMIT_MS = 100
_BLOCKS = ("conv1", "relu1", "pool1", "conv2")
_REST_S = 0.3
_MOST_EPOCHS = 10_000


def measure(rounds: int) -> None:
    """Click on random pixels of some blocks with real mouse events; print median, p95 and the longest time to the arithmetic painted."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    window = opened(application)
    window.session.set_pace(Pace.FULL)
    window.document.attempt("", lambda old: edits.set_training(old, "epochs", _MOST_EPOCHS))
    window.resize(1600, 1000)
    window.show()
    until(application, lambda: window.live_maps.card("conv1") is not None)
    window.session.train()
    until(application, lambda: window.live_maps.run > 0)
    chance, times_ms = random.Random(0), []
    for number in range(rounds * CLICKS_A_ROUND):
        block = _BLOCKS[number % len(_BLOCKS)]
        window.document.select((block,))
        until(application, partial(_is_shown, window, block))
        until_time(application, time.perf_counter() + _REST_S)  # frames come and go, as between two clicks of a person
        times_ms.append(_click(application, window, chance))
        assert window.session.state is TrainingState.RUNNING, "the run has ended"
    median, p95, longest = (float(np.percentile(times_ms, share)) for share in (50, 95, 100))
    verdict = "ok" if p95 < LIMIT_MS else "TOO SLOW"
    figures = f"median {median:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms"
    print(f"click to arithmetic, LeNet-5 training, {len(times_ms)} clicks: {figures} ({verdict})")
    window.session.stop()
    window.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer
    window.close()


def _is_shown(window: MainWindow, block: str) -> bool:
    maps = window.live_maps.exact_maps(block)
    return maps is not None and window.maps_panel.shown_block() == block and bool(window.maps_panel.grid.channels_in_sight())


def _click(application: QApplication, window: MainWindow, chance: random.Random) -> float:
    """Click on a random pixel; return how long it took until its arithmetic was painted, in ms."""
    panel, grid = window.maps_panel, window.maps_panel.grid
    panel.arithmetic.close_panel()
    until(application, lambda: not panel.arithmetic.isVisible())
    tile = fitted(grid.tile_rect(chance.choice(grid.channels_in_sight()[:6])).toRectF(), 1, 1)
    at = QPointF(tile.x() + chance.uniform(0.1, 0.9) * tile.width(), tile.y() + chance.uniform(0.1, 0.9) * tile.height())
    began = time.perf_counter()
    for kind, held in ((QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton), (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)):
        place = QPointF(grid.viewport().mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, place, Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(grid.viewport(), event)
    until(application, lambda: panel.arithmetic.explanation() is not None)
    panel.arithmetic.repaint()
    return (time.perf_counter() - began) * 1_000
