"""The Filters tab without a worker: frames are shown, edits are heard."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.edits import set_field
from designer.protocol.commands import AnyCommand, ChangeWeights
from designer.protocol.events import CommandFailed, ExactFilters, MapsDrawn, WeightsChanged
from designer.ui.document import Document
from designer.ui.filters.editing import FilterEditing
from designer.ui.filters.panel import FiltersPanel
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import Themes
from designer.ui.worker_client import WorkerClient
from tests.ui.maps.frames import Values, exact, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


class Client(WorkerClient):
    """A client that keeps what is sent."""

    def __init__(self) -> None:
        super().__init__(["nobody"])
        self.sent: list[ChangeWeights] = []

    def send(self, command: AnyCommand) -> None:
        assert isinstance(command, ChangeWeights)
        self.sent.append(command)


@pytest.fixture
def client(qtbot: QtBot) -> Client:
    return Client()


@pytest.fixture
def live(qtbot: QtBot) -> LiveMaps:
    return LiveMaps()


@pytest.fixture
def panel(qtbot: QtBot, document: Document, live: LiveMaps, client: Client, themes: Themes) -> FiltersPanel:
    panel = FiltersPanel(document, live, FilterEditing(client, live), themes)
    qtbot.addWidget(panel)
    panel.resize(460, 600)
    panel.show()
    return panel


def frame(block: str, values: Values, made: Values, seen: tuple[str, Values], edited: bool = False) -> MapsDrawn:
    filters = ExactFilters(
        block=block, shape=values.shape, first=0, values=values.tobytes(), bias=np.zeros(len(values), np.float32).tobytes(), edited=edited
    )  # fmt: skip
    return MapsDrawn(number=1, run=0, step=0, trained=False, revision=1, cards=(), exact=(exact(block, made), exact(*seen)), filters=filters)


def show_conv1(document: Document, live: LiveMaps) -> Values:
    document.select(("conv1",))
    values = ramp(6, 1, 5, 5) / np.float32(100)
    live.show_frame(frame("conv1", values, ramp(6, 28, 28), ("input", np.abs(ramp(1, 28, 28)))))
    return values


def sent_values(client: Client) -> Values:
    return np.frombuffer(client.sent[-1].values, np.float32)


def test_says_what_to_do_where_there_is_nothing_to_show(panel: FiltersPanel, document: Document) -> None:
    assert panel.empty.text() == "Select a convolution to see its filters"
    document.select(("pool2",))
    assert panel.empty.text() == "pool2 has no filters: nothing in it is learnt."
    assert panel.empty.button().text() == "Show conv2"
    document.select(("conv1",))
    assert "as soon as" in panel.empty.text()


def test_every_filter_stands_beside_its_map_and_tells_its_cells(panel: FiltersPanel, document: Document, live: LiveMaps) -> None:
    values = show_conv1(document, live)
    assert panel.head.title() == "conv1 · 6 filters 5×5"
    rect = panel.filters.filter_rect(2)
    at = QPoint(rect.x() + int(3.5 * rect.width() / 5), rect.y() + int(1.5 * rect.height() / 5))
    QTest.mouseMove(panel.filters.viewport(), at)
    QApplication.processEvents()
    assert panel.foot.text() == f"filter 2, row 1, column 3 = {values[2, 0, 1, 3]:.4g}".replace("-", "−")
    QTest.mouseMove(panel.filters.viewport(), panel.filters.map_rect(2).center())
    QApplication.processEvents()
    assert panel.foot.text().startswith("conv1, map 2, row 1")


def test_keys_walk_change_and_undo_with_a_list_of_their_own(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    values, architecture = show_conv1(document, live), document.architecture
    editor = panel.tools.editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Right)
    QTest.keyClicks(editor, "-")
    QTest.keyClicks(editor.field, "1/4")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    expected = values[0, 0].copy()
    expected[1, 1] = -0.25
    assert (client.sent[-1].block, client.sent[-1].filter, client.sent[-1].channel) == ("conv1", 0, 0)
    assert np.array_equal(sent_values(client), expected.ravel())
    assert np.array_equal(editor.values(), expected), "what was typed is shown until the worker's frame comes"
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(sent_values(client), values[0, 0].ravel())
    QTest.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(sent_values(client), expected.ravel())
    assert document.architecture is architecture


def test_what_is_no_number_is_red_and_changes_nothing(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    show_conv1(document, live)
    editor = panel.tools.editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_F2)
    editor.field.setText("a lot")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.field.isVisible() and editor.field.property("invalid") and "no finite number" in panel.foot.text()
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert not editor.field.isVisible() and not client.sent


def test_a_refused_change_is_taken_back(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    values = show_conv1(document, live)
    panel.deeds.invert()
    assert np.array_equal(panel.tools.editor.values(), -values[0, 0])
    client.event_received.emit(CommandFailed(command="ChangeWeights", text="a run is on"))
    assert np.array_equal(panel.tools.editor.values(), values[0, 0]) and not panel.tools.undo.isEnabled()


def test_what_was_sent_is_shown_until_a_frame_after_the_answer(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    values = show_conv1(document, live)
    panel.deeds.zero()
    show_conv1(document, live)
    assert not panel.tools.editor.values().any(), "a frame made before the change does not take it back"
    client.event_received.emit(WeightsChanged(number=client.sent[-1].number, block="conv1", edited=True))
    values[0] = 0.5
    after = frame("conv1", values, ramp(6, 28, 28), ("input", ramp(1, 28, 28)), edited=True)
    live.show_frame(after)
    client.event_received.emit(after)
    assert (panel.tools.editor.values() == 0.5).all() and panel.head.caption() == "changed by hand"


def test_deeper_filters_are_shown_and_changed_channel_by_channel(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    document.select(("conv2",))
    values = ramp(16, 6, 5, 5) / np.float32(100)
    live.show_frame(frame("conv2", values, ramp(16, 10, 10), ("pool1", ramp(6, 14, 14))))
    assert panel.head.title() == "conv2 · 16 filters 6×5×5" and not panel.tools.editor.isVisible()
    panel.filters.select(3)
    QTest.keyClick(panel.filters, Qt.Key.Key_Return)
    assert panel.slices.isVisible()
    panel.slices.select(4)
    assert panel.tools.subject() == "filter 3, channel 4" and np.array_equal(panel.tools.editor.values(), values[3, 4])
    panel.tools.kernels["blur"].trigger()
    assert (client.sent[-1].filter, client.sent[-1].channel) == (3, 4) and sent_values(client).sum() == pytest.approx(1)
    QTest.keyClick(panel.slices, Qt.Key.Key_Escape)
    assert panel.filters.isVisible()
    panel.tools.kernels["blur"].trigger()
    assert client.sent[-1].channel is None and sent_values(client).sum() == pytest.approx(1), "shared among the six channels"


def test_a_unit_over_an_image_has_slices_and_is_sent_as_one_row(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    document.select(("dense1",))
    values = ramp(120, 400) / np.float32(1000)
    live.show_frame(frame("dense1", values, ramp(120), ("pool2", ramp(16, 5, 5))))
    assert panel.head.title() == "dense1 · 120 units over 16×5×5"
    panel.show_channels()
    panel.slices.select(2)
    panel.deeds.zero()
    expected = values[0].copy()
    expected[50:75] = 0
    assert client.sent[-1].channel is None and np.array_equal(sent_values(client), expected)


def test_a_run_locks_the_filters_and_says_why(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    show_conv1(document, live)
    panel.show_lock("A run is on.")
    assert panel.tools.lock() == "A run is on." and not panel.tools.set_to.isEnabled()
    QTest.keyClick(panel.tools.editor, Qt.Key.Key_Delete)
    QTest.keyClicks(panel.tools.editor, "7")
    assert not panel.tools.editor.field.isVisible() and not client.sent


def test_freeze_and_start_are_edits_of_the_document(panel: FiltersPanel, document: Document, live: LiveMaps) -> None:
    show_conv1(document, live)
    QTest.mouseClick(panel.head.freeze, Qt.MouseButton.LeftButton)
    assert document.architecture.by_id["conv1"].frozen and panel.head.freeze.text() == "Frozen"
    panel.deeds.start_with("sobel-x")
    assert document.undo_label == "Set start random → sobel-x in conv1"
    document.undo()
    document.undo()
    assert [document.architecture.by_id["conv1"].frozen, panel.head.freeze.isChecked()] == [False, False]


def sent_by(client: Client, weight: str) -> list[tuple[int | None, list[float]]]:
    return [(sent.filter, np.frombuffer(sent.values, np.float32).tolist()) for sent in client.sent if sent.weight == weight]


def test_a_bias_is_typed_turned_and_undone_in_the_filters_own_list(panel: FiltersPanel, document: Document, live: LiveMaps, client: Client) -> None:
    show_conv1(document, live)
    panel.select(2)
    field = panel.tools.bias
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-1/4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert sent_by(client, "bias") == [(2, [-0.25])] and panel.tools.undo.toolTip() == "Undo: Change the bias of filter 2"
    assert panel.foot.text().endswith("bias −0.25"), "shown before the worker's frame comes"
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    step = panel.tools.editor.step()
    filter_, values = sent_by(client, "bias")[-1]
    assert filter_ == 2 and values == pytest.approx([round(-0.25 / step + 3) * step])
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sent_by(client, "bias")[-1] == (2, [-0.25]), "steps of the arrows within a second are one"
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sent_by(client, "bias")[-1] == (2, [0.0]) and field.text() == "0" and not document.can_undo
    QTest.keyClick(field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert sent_by(client, "bias")[-1] == (2, [-0.25]) and not sent_by(client, "weight")


@pytest.mark.parametrize("text", ["much", "1e31", "1/0", ""])
def test_a_bias_that_is_no_finite_number_is_red_and_changes_nothing(
    panel: FiltersPanel, document: Document, live: LiveMaps, client: Client, text: str
) -> None:  # fmt: skip
    show_conv1(document, live)
    field = panel.tools.bias
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.property("invalid") and "a finite number such as" in panel.foot.text() and not client.sent
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.property("invalid") and field.text() == "0"


def test_a_block_without_a_bias_offers_none_and_a_run_locks_it(panel: FiltersPanel, document: Document, live: LiveMaps) -> None:
    show_conv1(document, live)
    assert panel.tools.bias.isVisible()
    panel.show_lock("A run is on.")
    assert not panel.tools.bias.isEnabled()
    document.attempt("No bias", lambda architecture: set_field(architecture, "conv1", "bias", False))
    plain = frame("conv1", ramp(6, 1, 5, 5), ramp(6, 28, 28), ("input", ramp(1, 28, 28)))
    assert plain.filters is not None
    live.show_frame(msgspec.structs.replace(plain, filters=msgspec.structs.replace(plain.filters, bias=b"")))
    assert not panel.tools.bias.isVisible()
