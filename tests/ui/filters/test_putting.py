"""A kernel from elsewhere put into filters: sent once their values are there, one step of their list."""

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from designer.network.edits import set_field
from designer.ui.document import Document
from designer.ui.filters.editing import FilterEditing
from designer.ui.filters.panel import FiltersPanel
from designer.ui.filters.putting import KernelPutting, PutRequest
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import Themes
from tests.ui.filters.test_panel import Client, frame, show_conv1
from tests.ui.maps.frames import Values, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
KERNEL = tuple(tuple(float(5 * row + column) for column in range(5)) for row in range(5))


class Bench:
    """A panel, what puts kernels into its filters, and what is told and sent."""

    def __init__(self, qtbot: QtBot, document: Document, themes: Themes) -> None:
        self.document, self.client, self.live = document, Client(), LiveMaps()
        self.editing = FilterEditing(self.client, self.live)
        self.panel = FiltersPanel(document, self.live, self.editing, themes)
        qtbot.addWidget(self.panel)
        self.putting = KernelPutting(document, self.live, self.editing, self.panel)
        self.told: list[str] = []
        self.putting.told.connect(self.told.append)
        self.putting.wanted.connect(self.look_at)

    def look_at(self, block: str) -> None:
        self.document.select((block,))
        self.panel.show()

    def sent(self) -> list[tuple[str, int | None, list[float]]]:
        return [(sent.weight, sent.filter, np.frombuffer(sent.values, np.float32).tolist()) for sent in self.client.sent]


@pytest.fixture
def bench(qtbot: QtBot, document: Document, themes: Themes) -> Bench:
    return Bench(qtbot, document, themes)


def flat(copies: int, divisor: int = 1) -> list[float]:
    return [np.float32(value / divisor).item() for _ in range(copies) for row in KERNEL for value in row]


def test_it_waits_for_the_values_that_undo_brings_back(bench: Bench) -> None:
    bench.putting.put(PutRequest("conv1", None, KERNEL, 0.5))
    assert bench.document.selection == ("conv1",) and bench.panel.isVisible() and not bench.client.sent
    old = show_conv1(bench.document, bench.live)
    assert bench.sent() == [("weight", None, flat(6)), ("bias", None, [0.5] * 6)]
    assert bench.told == ["The kernel is in all 6 filters of conv1, with bias 0.5. Ctrl+Z takes it back."]
    assert np.array_equal(bench.panel.tools.editor.values(), KERNEL), "shown before the worker's frame comes"
    assert bench.panel.tools.undo.toolTip() == "Undo: Put a kernel into all 6 filters of conv1"
    bench.panel.deeds.undo()
    assert bench.sent()[2:] == [("bias", None, [0.0] * 6), ("weight", None, old.ravel().tolist())]
    bench.panel.deeds.redo()
    assert bench.sent()[4:] == bench.sent()[:2] and not bench.document.can_undo


def test_one_filter_of_a_deeper_block_shares_it_among_its_channels(bench: Bench) -> None:
    bench.putting.put(PutRequest("conv2", 3, KERNEL, 0.0))
    bench.live.show_frame(frame("conv2", ramp(16, 6, 5, 5), ramp(16, 10, 10), ("pool1", ramp(6, 14, 14))))
    assert bench.sent() == [("weight", 3, flat(6, 6)), ("bias", 3, [0.0])]
    assert bench.told == ["The kernel is in filter 3 of conv2, divided by 6 as it lies over that many channels, with bias 0. Ctrl+Z takes it back."]


def test_who_looks_elsewhere_meanwhile_gets_nothing_changed(bench: Bench) -> None:
    bench.putting.put(PutRequest("conv1", None, KERNEL, 0.5))
    bench.document.select(("conv2",))
    show_conv1(bench.document, bench.live)
    assert not bench.client.sent


def test_of_values_that_came_only_in_part_not_all_can_be_changed(bench: Bench) -> None:
    bench.putting.put(PutRequest("conv1", None, KERNEL, 0.5))
    values: Values = ramp(6, 1, 5, 5)
    told = frame("conv1", values, ramp(6, 28, 28), ("input", ramp(1, 28, 28)))
    assert told.filters is not None
    part = msgspec.structs.replace(told.filters, values=values[:4].tobytes(), bias=told.filters.bias[:16])
    bench.live.show_frame(msgspec.structs.replace(told, filters=part))
    assert not bench.client.sent and bench.told == ["conv1 has too many weights to put a kernel into all 6 filters at once; put it into one of them."]


def test_a_block_that_cannot_be_computed_says_so(bench: Bench) -> None:
    bench.document.attempt("Shrink", lambda architecture: set_field(architecture, "input", "shape", (1, 2, 2)))
    bench.putting.put(PutRequest("conv2", None, KERNEL, 0.5))
    assert "conv2 cannot be computed as it is" in bench.told[0] and not bench.client.sent
