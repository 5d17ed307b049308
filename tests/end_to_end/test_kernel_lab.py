"""The Kernel lab and the network, with the real window and the real worker: a kernel goes in, a window comes out, and both agree with the maps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.edits import set_field
from designer.network.kernel_lab import KernelLab
from designer.network.kernel_lab_terms import output
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.lab import LabView
from designer.ui.maps.pointed import PointedValue
from tests.end_to_end.hands import SLOW_MS, Hands, open_window

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
Values = npt.NDArray[np.float32]
NEAR = 1e-5


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return open_window(qtbot)


def lab_of(hands: Hands) -> LabView:
    hands.window.actions_table["show_kernel_lab"].trigger()
    QApplication.processEvents()
    return hands.window.kernel_lab_panel.view()


def offered(lab: LabView, start: str) -> QAction:
    lab.foot.put.fill()
    return next(action for action in lab.foot.put.menu().actions() if action.text().startswith(start))


def filters(hands: Hands) -> tuple[Values, Values]:
    """Return the filters and biases of conv1 that the worker computed the newest frame with."""
    stack = hands.window.live_maps.filters("conv1")
    return (stack.values, stack.bias) if stack is not None else (np.zeros(1, np.float32), np.zeros(1, np.float32))


def made(hands: Hands, block: str = "conv1") -> Values:
    found = hands.window.live_maps.exact(block)
    assert found is not None
    return found


def wait_for_filter(hands: Hands, lab: KernelLab, number: int = 0) -> None:
    wanted = np.asarray(lab.kernel, np.float32)
    hands.qtbot.waitUntil(lambda: filters(hands)[0].ndim == 4 and np.array_equal(filters(hands)[0][number, 0, 1:4, 1:4], wanted), timeout=SLOW_MS)


def test_a_kernel_without_a_name_makes_the_labs_own_map_survives_and_is_undone(hands: Hands) -> None:
    lab, window = lab_of(hands), hands.window
    lab.choose_picture(True)
    lab.edit(lab.lab.with_kernel_cell(0, 0, -2.5).with_kernel_cell(2, 1, 0.75).with_bias(0.125).with_sweep(padding="same"))
    offered(lab, "Put into all 6 filters").trigger()
    wait_for_filter(hands, lab.lab)
    weights, biases = filters(hands)
    inner = np.asarray(lab.lab.kernel, np.float32)
    assert np.array_equal(weights[:, 0, 1:4, 1:4], np.broadcast_to(inner, (6, 3, 3))) and (biases == 0.125).all()
    assert not weights[:, 0, [0, 4]].any() and not weights[:, 0, :, [0, 4]].any()
    np.testing.assert_allclose(made(hands)[3], np.asarray(output(lab.lab)), atol=NEAR)
    assert window.filters_panel.head.caption() == "changed by hand" and not window.document.can_undo

    window.document.attempt("Stride", lambda architecture: set_field(architecture, "conv1", "stride", (2, 2)))
    hands.qtbot.waitUntil(lambda: hands.window.live_maps.exact("conv1") is not None and made(hands).shape == (6, 14, 14), timeout=SLOW_MS)
    assert np.array_equal(filters(hands)[0], weights), "an edit beside it leaves what was put in"
    window.document.undo()
    hands.qtbot.waitUntil(lambda: hands.window.live_maps.exact("conv1") is not None and made(hands).shape == (6, 28, 28), timeout=SLOW_MS)

    window.filters_panel.focus_work()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.qtbot.waitUntil(lambda: window.filters_panel.head.caption() == "random weights", timeout=SLOW_MS)
    assert len(np.unique(filters(hands)[1])) == 6, "the biases are their own again"


def test_one_filter_only_is_changed_where_one_is_asked_for(hands: Hands) -> None:
    lab = lab_of(hands)
    hands.window.maps_panel.grid.select(4)
    lab.edit(lab.lab.with_kernel_cell(1, 1, 9.0))
    offered(lab, "Put into filter 4").trigger()
    wait_for_filter(hands, lab.lab, 4)
    weights = filters(hands)[0]
    assert np.abs(weights[[0, 1, 2, 3, 5]]).max() < 1 < np.abs(weights[4]).max()


def explained(hands: Hands, block: str, channel: int, row: int, column: int) -> float:
    """Ask how a value comes about, as a click on it does, and return it."""
    window = hands.window
    window.document.select((block,))
    hands.qtbot.waitUntil(lambda: window.live_maps.exact(block) is not None, timeout=SLOW_MS)
    panel, pixel = window.maps_panel.arithmetic, PointedValue(block, channel, row, column)
    window.docks.show("maps")
    window.maps_panel.value_chosen.emit(pixel)
    hands.qtbot.waitUntil(lambda: (found := panel.explanation()) is not None and (found.block, *found.place) == tuple(pixel), timeout=SLOW_MS)
    explanation = panel.explanation()
    assert explanation is not None
    return explanation.value


def test_the_window_of_a_pixel_opens_in_the_lab_at_its_place_and_comes_to_the_pixel(hands: Hands) -> None:
    value = explained(hands, "conv1", 2, 13, 27)
    QTest.mouseClick(hands.window.maps_panel.arithmetic.lab_button, Qt.MouseButton.LeftButton)
    lab = hands.window.kernel_lab_panel.view()
    assert lab.isVisible() and lab.walk is not None and divmod(lab.walk.cell, 28) == (13, 27)
    assert (lab.lab.name, lab.lab.sweep.padding, lab.lab.window, lab.lab.output_size()) == ("input map 0", "same", (5, 5), (28, 28))
    assert output(lab.lab)[13][27] == pytest.approx(value, abs=NEAR)
    np.testing.assert_allclose(np.asarray(output(lab.lab)), made(hands)[2], atol=NEAR, err_msg="the whole map is the block's own")
    padding = [place for place in lab.grids[LabPart.INPUT].marks() if not lab.grids[LabPart.INPUT].cells().is_inside(place)]
    assert len(padding) == 10, "two columns of the window lie on zeros"


def test_of_several_channels_the_chosen_one_opens_with_its_own_sum(hands: Hands) -> None:
    explained(hands, "conv2", 7, 4, 6)
    panel = hands.window.maps_panel.arithmetic
    panel.window_view.list.setFocus()
    QTest.keyClick(panel.window_view.list, Qt.Key.Key_Down)
    stage = panel.explanation().windowed  # type: ignore[union-attr]  # asked for above
    assert stage is not None
    panel.lab_button.click()
    lab = hands.window.kernel_lab_panel.view().lab
    assert (lab.name, lab.bias) == ("pool1 map 1", 0.0)
    assert output(lab)[4][6] == pytest.approx(float(stage.sums[1]), abs=NEAR)


def test_the_window_of_a_pool_opens_as_a_pool(hands: Hands) -> None:
    value = explained(hands, "pool1", 5, 3, 9)
    hands.window.maps_panel.arithmetic.lab_button.click()
    lab = hands.window.kernel_lab_panel.view()
    assert (lab.lab.mode.value, lab.lab.window, lab.lab.sweep.stride, lab.lab.size) == ("max", (2, 2), (2, 2), (28, 28))
    assert lab.walk is not None and divmod(lab.walk.cell, 14) == (3, 9)
    assert output(lab.lab)[3][9] == pytest.approx(value, abs=NEAR)
