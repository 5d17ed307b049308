"""Pointing at a value: what it sees, framed and painted on every card and on the grid, against the 16 ms of one picture of the screen."""

from __future__ import annotations

import os
import random
import time

import numpy as np
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from designer.network.architecture import Architecture
from designer.network.shapes import Shape, is_image
from designer.network.templates import load_template
from designer.ui.canvas import CanvasView
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.maps.pointed import PointedValue, frames_of
from designer.ui.theme import ThemeChoice, Themes
from tests.benchmarks.analysis import residual_network
from tests.ui.maps.frames import card, frame

_CARD_PX = 34
_HOVERS = 40


def _frame_values(shape: Shape, chance: np.random.Generator) -> np.typing.NDArray[np.float32]:
    small = (min(shape[0], 6), *(min(side, _CARD_PX) for side in shape[1:])) if is_image(shape) else shape
    values: np.typing.NDArray[np.float32] = chance.standard_normal(small).astype(np.float32)
    return values


def hover_ms(architecture: Architecture, hovers: int) -> list[float]:
    """Return how long each of some hovers took, from the pointer to the pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    document, live, themes = Document(architecture), LiveMaps(), Themes(ThemeChoice.LIGHT)
    canvas, panel = CanvasView(document, live, themes), FeatureMapsPanel(document, live, themes)
    for widget in (canvas, panel):
        widget.resize(600, 900)
        widget.show()
    chance, numbers = random.Random(0), np.random.default_rng(0)
    shapes = {report.id: report.output_shape for report in document.analysis.reports.values() if report.output_shape}
    cards = [card(name, _frame_values(shape, numbers)) for name, shape in shapes.items()]
    live.show_frame(frame(*(replace(maps, shape=shapes[maps.block]) for maps in cards)))
    document.select([document.analysis.inputs[0]])
    application.processEvents()
    taken = []
    deep = [name for name in document.analysis.order if is_image(shapes.get(name, ()))]
    for _ in range(hovers):
        name = chance.choice(deep[len(deep) // 2 :])
        _, height, width = shapes[name]
        pointed = PointedValue(name, 0, chance.randrange(height), chance.randrange(width))
        start = time.perf_counter()
        frames = frames_of(document.analysis, pointed)
        canvas.canvas_scene.show_frames(frames)
        panel.show_frames(pointed, frames)
        application.processEvents()
        taken.append((time.perf_counter() - start) * 1e3)
    for widget in (canvas, panel):
        widget.close()
        widget.deleteLater()
    return taken


def compare(rounds: int) -> None:
    """Print median, p95 and the longest of the hovers over some networks."""
    networks = [(name, load_template(name)) for name in ("lenet5", "vgg16", "resnet18", "googlenet")]
    for name, architecture in (*networks, ("residual, 1,000 blocks", residual_network())):
        taken = sorted(hover_ms(architecture, rounds * _HOVERS))
        p95 = taken[int(0.95 * len(taken))]
        print(f"{name}: {len(taken)} hovers, median {taken[len(taken) // 2]:.1f} ms, p95 {p95:.1f} ms, longest {taken[-1]:.1f} ms")
