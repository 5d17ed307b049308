"""Filters changed by hand, with the real window and the real worker: what is set is what torch computes with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.kernels import NAMED_KERNELS
from designer.ui.filters.panel import FiltersPanel
from designer.ui.training.states import TrainingState
from tests.end_to_end.hands import SLOW_MS, Hands, open_window

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
Values = npt.NDArray[np.float32]


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    found = open_window(qtbot)
    found.window.docks.show("filters")
    show(found, "conv1")
    return found


def show(hands: Hands, block: str) -> FiltersPanel:
    hands.window.document.select((block,))
    panel = hands.window.filters_panel
    hands.qtbot.waitUntil(lambda: (view := panel.view()) is not None and view.form.block == block and view.seen is not None, timeout=SLOW_MS)
    return panel


def filters(hands: Hands, block: str = "conv1") -> Values:
    stack = hands.window.live_maps.filters(block)
    assert stack is not None
    return stack.values


def maps(hands: Hands, block: str = "conv1") -> Values:
    found = hands.window.live_maps.exact(block)
    assert found is not None
    return found


def computed(hands: Hands, block: str, source: str, padding: int) -> Values:
    """Return what torch makes of the source's maps with the filters that came in the same frame."""
    stack, seen = hands.window.live_maps.filters(block), hands.window.live_maps.exact(source)
    assert stack is not None and seen is not None
    with torch.no_grad():
        made = torch.nn.functional.conv2d(torch.tensor(seen[None]), torch.tensor(stack.values), torch.tensor(stack.bias), padding=padding)
    values: Values = made[0].numpy()
    return values


def type_into(panel: FiltersPanel, row: int, column: int, text: str) -> None:
    editor = panel.tools.editor
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=editor.cell_rect(row, column).center().toPoint())
    QTest.keyClicks(editor, text[:1])
    QTest.keyClicks(editor.field, text[1:])
    QTest.keyClick(editor.field, Qt.Key.Key_Return)


def test_a_cell_typed_by_hand_makes_the_map_that_torch_computes_and_undo_brings_the_old_one_back(hands: Hands) -> None:
    panel, old, old_maps = hands.window.filters_panel, filters(hands), maps(hands)
    panel.select(2)
    type_into(panel, 1, 3, "0,75")
    hands.qtbot.waitUntil(lambda: filters(hands)[2, 0, 1, 3] == 0.75, timeout=SLOW_MS)
    changed = old.copy()
    changed[2, 0, 1, 3] = 0.75
    assert np.array_equal(filters(hands), changed), "one cell and nothing else"
    np.testing.assert_allclose(maps(hands), computed(hands, "conv1", "input", padding=2), atol=1e-5)
    assert not np.array_equal(maps(hands)[2], old_maps[2]) and np.array_equal(maps(hands)[3], old_maps[3])
    assert panel.head.caption() == "changed by hand"
    assert hands.window.maps_panel.header.caption() == "random weights · conv1 changed by hand"

    document = hands.window.document.architecture
    QTest.keyClick(panel.tools.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.qtbot.waitUntil(lambda: np.array_equal(maps(hands), old_maps), timeout=SLOW_MS)
    assert np.array_equal(filters(hands), old)
    assert panel.head.caption() == "random weights", "it is again what it was"
    assert hands.window.document.architecture is document
    QTest.keyClick(panel.tools.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hands.qtbot.waitUntil(lambda: filters(hands)[2, 0, 1, 3] == 0.75, timeout=SLOW_MS)


def test_a_deeper_filter_is_changed_channel_by_channel(hands: Hands) -> None:
    panel = show(hands, "conv2")
    old = filters(hands, "conv2")
    panel.select(5)
    panel.show_channels()
    panel.slices.select(4)
    QTest.mouseClick(panel.tools.invert, Qt.MouseButton.LeftButton)
    hands.qtbot.waitUntil(lambda: np.array_equal(filters(hands, "conv2")[5, 4], -old[5, 4]), timeout=SLOW_MS)
    assert np.array_equal(np.delete(filters(hands, "conv2")[5], 4, axis=0), np.delete(old[5], 4, axis=0))
    np.testing.assert_allclose(maps(hands, "conv2"), computed(hands, "conv2", "pool1", padding=0), atol=1e-5)
    panel.show_all()
    QTest.mouseClick(panel.tools.zero, Qt.MouseButton.LeftButton)
    hands.qtbot.waitUntil(lambda: not filters(hands, "conv2")[5].any(), timeout=SLOW_MS)
    assert np.ptp(maps(hands, "conv2")[5]) == 0, "only the bias is left"


def test_a_named_kernel_in_a_frozen_block_stays_while_the_others_are_trained(hands: Hands) -> None:
    window, panel = hands.window, hands.window.filters_panel
    panel.tools.kernels["sobel-x"].trigger()
    hands.qtbot.waitUntil(lambda: np.array_equal(filters(hands)[0, 0, 1:4, 1:4], np.array(NAMED_KERNELS["sobel-x"], np.float32)), timeout=SLOW_MS)
    assert "like sobel-x (1.00)" in panel.tools.likeness()
    QTest.mouseClick(panel.head.freeze, Qt.MouseButton.LeftButton)
    assert window.document.architecture.by_id["conv1"].frozen and window.document.undo_label == "Freeze conv1"
    before, deeper = filters(hands), filters(hands)
    window.document.attempt("", lambda old: edits.set_training(old, "epochs", 1))
    with hands.qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        hands.press("train")
        hands.wait_for(TrainingState.RUNNING)
        assert "run is on" in panel.tools.lock() and not panel.tools.invert.isEnabled()
    hands.wait_for(TrainingState.READY)
    assert not panel.tools.lock()
    show(hands, "conv2")
    deeper = filters(hands, "conv2")
    show(hands, "conv1")
    assert np.array_equal(filters(hands), before), "a frozen block keeps what was made of it by hand"
    assert deeper.std() > 0 and "step" not in panel.head.caption()


def test_a_chosen_start_is_seen_after_training_too_and_undo_brings_the_trained_filters_back(hands: Hands) -> None:
    window, panel = hands.window, hands.window.filters_panel
    window.document.attempt("", lambda old: edits.set_training(old, "epochs", 1))
    random = filters(hands)
    with hands.qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        hands.press("train")
    hands.wait_for(TrainingState.READY)
    hands.qtbot.waitUntil(lambda: panel.head.caption() == "trained weights", timeout=SLOW_MS)
    trained = filters(hands)
    assert not np.array_equal(trained, random)
    panel.head.start.setFocus()
    panel.head.start.setCurrentIndex(panel.head.start.findData("emboss"))
    panel.head.start.activated.emit(panel.head.start.currentIndex())
    hands.qtbot.waitUntil(lambda: np.array_equal(filters(hands)[3, 0, 1:4, 1:4], np.array(NAMED_KERNELS["emboss"], np.float32)), timeout=SLOW_MS)
    hands.press("undo")
    hands.qtbot.waitUntil(lambda: np.array_equal(filters(hands), trained), timeout=SLOW_MS)


def test_map_and_filter_are_selected_together(hands: Hands) -> None:
    window, panel = hands.window, hands.window.filters_panel
    rect = panel.filters.map_rect(4)
    QTest.mouseClick(panel.filters.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.center()))
    assert (panel.filters.selected(), window.maps_panel.grid.selected()) == (4, 4)
    window.maps_panel.grid.select(1)
    assert panel.filters.selected() == 1 and panel.tools.subject() == "filter 1"


def test_a_map_that_is_outlined_while_the_tab_is_behind_has_its_filter_outlined_there(hands: Hands) -> None:
    window, panel = hands.window, hands.window.filters_panel
    window.docks.show("maps")
    window.document.select(("conv2",))
    hands.qtbot.waitUntil(lambda: window.live_maps.exact("conv2") is not None, timeout=SLOW_MS)
    window.maps_panel.grid.select(9)
    window.docks.show("filters")
    hands.qtbot.waitUntil(lambda: (view := panel.view()) is not None and view.form.block == "conv2", timeout=SLOW_MS)
    assert panel.filters.selected() == 9 and panel.tools.subject().startswith("filter 9")
