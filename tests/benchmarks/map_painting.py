"""Many maps: from the bytes of a message to the pixels of the real panel, and scrolled; against the 16 ms of one picture of the screen."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.protocol.events import MapsDrawn
from designer.protocol.framing import decode_event, frame
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.theme import ThemeChoice, Themes
from tests.ui.maps import frames

LIMIT_MS = 16.0
_MESSAGES, _MESSAGES_A_ROUND = 4, 30
_PREFIX_BYTES = 4
_WHEEL, _SCROLLS_A_ROUND = 120, 200


@dataclass(frozen=True)
class _Taken:
    """How long something took, wall clock and processor, in ms."""

    wall: list[float]
    processor: list[float]

    def told(self, what: str) -> str:
        """Return both in words, and whether the wall clock stays within one picture of the screen."""
        verdict = "ok" if _at(self.wall, 0.95) <= LIMIT_MS else "TOO SLOW"
        return (
            f"{what}: {len(self.wall)} times, "
            f"median {_at(self.wall, 0.5):.1f} ms, p95 {_at(self.wall, 0.95):.1f} ms, longest {max(self.wall):.1f} ms; "
            f"processor median {_at(self.processor, 0.5):.1f} ms, p95 {_at(self.processor, 0.95):.1f} ms ({verdict})"
        )


def compare_512(rounds: int) -> None:
    """Print how long 512 maps of 28×28 take from the message to the pixels, all of them in sight."""
    application, panel, live = _panel(512, 28)
    bodies = [_body(512, 28, number) for number in range(_MESSAGES)]
    taken = _Taken([], [])
    for number in range(-_MESSAGES, rounds * _MESSAGES_A_ROUND):
        wall, processor = time.perf_counter(), time.process_time()
        event = decode_event(bodies[number % _MESSAGES])
        assert isinstance(event, MapsDrawn)
        live.show_frame(event)
        application.processEvents()
        if number >= 0:  # the first ones draw what is kept afterwards
            _note(taken, wall, processor)
    assert len(panel.grid.channels_in_sight()) == 512
    print(taken.told("512 maps of 28×28, message to painted"))
    _close(panel)


def compare_scrolling(rounds: int) -> None:
    """Print how long a turn of the wheel takes in 2,048 maps, from the event to the pixels."""
    for side in (7, 28):
        application, panel, live = _panel(2_048, side, (460, 900))
        event = decode_event(_body(2_048, side, 0))
        assert isinstance(event, MapsDrawn)
        live.show_frame(event)
        application.processEvents()
        viewport, bar = panel.grid.viewport(), panel.grid.verticalScrollBar()
        middle, taken, down = viewport.rect().center(), _Taken([], []), True
        for _ in range(rounds * _SCROLLS_A_ROUND):
            if bar.value() in (bar.minimum(), bar.maximum()):
                down = bar.value() == bar.minimum()
            before = bar.value()
            wall, processor = time.perf_counter(), time.process_time()
            QApplication.sendEvent(viewport, _turned(viewport.mapToGlobal(middle), middle, down))
            application.processEvents()
            _note(taken, wall, processor)
            assert bar.value() != before
        print(taken.told(f"2,048 maps of {side}×{side}, a turn of the wheel to painted"))
        _close(panel)


def _panel(maps: int, side: int, size: tuple[int, int] = (1600, 1000)) -> tuple[QApplication, FeatureMapsPanel, LiveMaps]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    blocks = (
        Block("input", Input((1, side, side))),
        Block("conv1", Conv2d(maps, padding="same")),
        Block("dense1", Dense(10)),
    )
    document = Document(Architecture(name="many maps", blocks=blocks, wires=(Wire("input", "conv1"), Wire("conv1", "dense1"))))
    live = LiveMaps()
    panel = FeatureMapsPanel(document, live, Themes(ThemeChoice.LIGHT))
    panel.resize(*size)
    if size[0] > 1_000:
        panel.grid.show_tile_size(32)
    panel.show()
    document.select(["conv1"])
    application.processEvents()
    return application, panel, live


def _body(maps: int, side: int, seed: int) -> bytes:
    """Return the body of a message with these maps, as it comes out of the pipe: exact values, and the first eight for the card."""
    values = np.random.default_rng(seed).standard_normal((maps, side, side)).astype(np.float32)
    drawn = frames.frame(frames.exact("conv1", values), frames.card("conv1", values[:8]), run=1, step=seed, trained=True)
    cards = tuple(replace(card, shape=(maps, side, side)) for card in drawn.cards)
    return frame(replace(drawn, cards=cards))[_PREFIX_BYTES:]


def _turned(place: QPoint, at: QPoint, down: bool) -> QWheelEvent:
    none = Qt.KeyboardModifier.NoModifier
    angle = QPoint(0, -_WHEEL if down else _WHEEL)
    return QWheelEvent(QPointF(at), QPointF(place), QPoint(), angle, Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False)


def _note(taken: _Taken, wall_s: float, processor_s: float) -> None:
    taken.wall.append((time.perf_counter() - wall_s) * 1e3)
    taken.processor.append((time.process_time() - processor_s) * 1e3)


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _close(panel: FeatureMapsPanel) -> None:
    panel.close()
    panel.deleteLater()
