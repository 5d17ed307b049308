"""Two pictures, two moments, two runs side by side: the real window and the real worker."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.engine.past import Past
from designer.engine.pictures import SHIPPED, Probe, Shelf
from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.blocks.softmax import Softmax
from designer.network.file_format import save
from designer.ui.compare.compared import ComparedMaps
from designer.ui.compare.side_by_side import CompareView, Side
from designer.ui.probe.pad import DrawingPad
from tests.end_to_end.hands import SLOW_MS, Hands, open_window
from tests.engine.networks import CPU, chain, with_settings

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
Values = npt.NDArray[np.float32]


def network(**settings: object) -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dense(10), Softmax())
    return with_settings(chain(*specs, names=("input", "conv1", "dense1", "softmax")), learning_rate=0.01, **settings)


def opened(qtbot: QtBot, tmp_path: Path, **settings: object) -> Hands:
    path = tmp_path / "small.cnn"
    path.write_text(save(network(**settings)))
    hands = open_window(qtbot, path)
    hands.window.document.select(["conv1"])
    hands.wait_for_maps()
    qtbot.waitUntil(lambda: hands.window.live_maps.exact("conv1") is not None, timeout=SLOW_MS)
    return hands


def exact(hands: Hands) -> Values:
    found = hands.window.live_maps.exact("conv1")
    assert found is not None
    return found.copy()


def wait_for_both(hands: Hands, a: Values | None, b: Values | None) -> ComparedMaps:
    """Wait until A and B have these maps; none: whichever."""
    panel = hands.window.maps_panel

    def both() -> bool:
        found = panel.comparison.compared
        pairs = () if found is None else ((found.a, a), (found.b, b))
        return bool(pairs) and all(wanted is None or np.allclose(maps.exact, wanted, atol=1e-6) for maps, wanted in pairs)  # type: ignore[arg-type]  # exact

    hands.qtbot.waitUntil(both, timeout=SLOW_MS)
    found = panel.comparison.compared
    assert found is not None
    return found


def sides(hands: Hands) -> tuple[Side, Side]:
    """Return the side of what is kept, and the live one."""
    page = hands.window.maps_panel.comparison.grid_page
    assert page.kept is not None
    return page.kept, page.live


def trained(hands: Hands) -> Path:
    """Train to the end and return the run's folder."""
    with hands.qtbot.waitSignal(hands.window.session.finished, timeout=SLOW_MS) as ended:
        hands.press("train")
    assert ended.args is not None
    return Path(ended.args[0].folder)


def by_torch(run: Path, step: int | None) -> Values:
    found: Values = Past().network(run, step, CPU).record(Probe(Shelf().load(SHIPPED, None)).picture((1, 8, 8)), ("conv1",))["conv1"][0].numpy()
    return found


def test_two_pictures_are_laid_side_by_side_and_the_drawing_goes_on_beside(qtbot: QtBot, tmp_path: Path) -> None:
    hands = opened(qtbot, tmp_path)
    window, panel = hands.window, hands.window.maps_panel
    first = exact(hands)
    QTest.keyClick(window.canvas, Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    wait_for_both(hands, first, first)
    assert window.status_bar.notice.text().startswith("Kept as A: test #0 · label ")
    assert panel.comparison.bar.hint.text() == "A is kept: now show another picture, draw or drop one"
    QTest.mouseClick(panel.header.next, LEFT)
    qtbot.waitUntil(lambda: window.session.probe is not None and window.session.probe.index == 1, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: panel.comparison.compared is not None and not np.allclose(panel.comparison.compared.b.exact, first), timeout=SLOW_MS)  # type: ignore[arg-type]
    found = wait_for_both(hands, first, None)
    np.testing.assert_allclose(found.b.exact, exact(hands))  # type: ignore[arg-type]  # compared maps are exact
    kept, live = sides(hands)
    assert kept.heading.text().startswith("A  test #0 · label ") and live.heading.text().startswith("B  test #1 · label ")
    qtbot.waitUntil(lambda: all(side.answer.text().startswith("said ") for side in (kept, live)), timeout=SLOW_MS)
    hands.press("draw_probe")
    pad = window.findChild(DrawingPad)
    assert isinstance(pad, DrawingPad)
    rect = pad.picture_rect().toRect()
    QTest.mousePress(pad, LEFT, pos=rect.center())
    QTest.mouseMove(pad, rect.topLeft() + QPoint(3, 3))
    QTest.mouseRelease(pad, LEFT, pos=rect.topLeft() + QPoint(3, 3))
    qtbot.waitUntil(lambda: live.heading.text() == "B  your drawing", timeout=SLOW_MS)
    wait_for_both(hands, first, None)

    grid = panel.comparison.grids.kept
    assert grid is not None
    QTest.mouseClick(grid.viewport(), LEFT, pos=grid.tile_rect(2).center())
    assert panel.grid.selected() == 2 and not panel.arithmetic.isVisible()
    assert window.status_bar.notice.text() == "The arithmetic of a pixel is told of B, which follows: click it there."
    QTest.mouseClick(panel.grid.viewport(), LEFT, pos=panel.grid.tile_rect(1).center())
    qtbot.waitUntil(panel.arithmetic.isVisible, timeout=SLOW_MS)
    QTest.keyClick(panel.grid, Qt.Key.Key_Escape)
    assert not panel.arithmetic.isVisible() and panel.comparison.is_on, "one thing after the other"

    QTest.mouseClick(panel.comparison.bar.buttons[CompareView.DIFFERENCE], LEFT)
    assert window.actions_table["compare_difference"].isChecked()
    window.actions_table["compare_difference"].trigger()
    assert kept.isVisible() and panel.comparison.showing is CompareView.BOTH
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.comparison.is_on and not kept.isVisible(), timeout=SLOW_MS)
    assert not window.actions_table["end_comparison"].isEnabled()


def test_a_moment_of_the_history_stays_beside_the_others(qtbot: QtBot, tmp_path: Path) -> None:
    hands = opened(qtbot, tmp_path, epochs=2)
    window, panel, bar = hands.window, hands.window.maps_panel, hands.window.history_bar
    window.actions_table["compare_moment"].trigger()
    assert window.status_bar.notice.text().startswith("There are no moments yet")
    run = trained(hands)
    qtbot.waitUntil(lambda: bar.isVisible() and bar.moments.steps[-1] == 90, timeout=SLOW_MS)
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.live_maps.frame_caption().startswith("looking back: step 0"), timeout=SLOW_MS)
    QTest.mouseClick(bar.hold_button, LEFT)
    wait_for_both(hands, by_torch(run, 0), by_torch(run, 0))
    assert bar.label.text() == "A: step 0 · B: 0"
    QTest.mouseClick(bar.forward_button, LEFT)
    QTest.mouseClick(bar.forward_button, LEFT)
    step = bar.moments.step
    assert step == 2
    wait_for_both(hands, by_torch(run, 0), by_torch(run, step))
    kept, live = sides(hands)
    assert kept.heading.text() == "A  before the first step" and live.heading.text() == "B  step 2"
    QTest.mouseClick(bar.now_button, LEFT)
    wait_for_both(hands, by_torch(run, 0), by_torch(run, 90))
    assert bar.hold_button.isChecked() and live.heading.text() == "B  trained weights"
    QTest.mouseClick(bar.hold_button, LEFT)
    qtbot.waitUntil(lambda: not panel.comparison.is_on and not bar.hold_button.isChecked(), timeout=SLOW_MS)
    assert "A: " not in bar.label.text()


def test_another_run_is_compared_at_its_best_where_it_has_the_block(qtbot: QtBot, tmp_path: Path) -> None:
    hands = opened(qtbot, tmp_path, epochs=2)
    window, panel = hands.window, hands.window.maps_panel
    random = exact(hands)
    run = trained(hands)
    hands.press("reset_weights")
    window.actions_table["show_runs"].trigger()
    runs = window.runs_panel
    qtbot.waitUntil(lambda: runs.model.rowCount() == 1, timeout=SLOW_MS)
    runs.view.selectRow(0)
    assert runs.actions_of_runs["compare"].isEnabled()
    runs.actions_of_runs["compare"].trigger()
    wait_for_both(hands, by_torch(run, None), random)
    kept, live = sides(hands)
    assert kept.heading.text().startswith("A  best of ") and live.heading.text() == "B  random weights"
    window.document.attempt("", lambda old: edits.set_field(old, "conv1", "filters", 6))
    problem = "conv1 is 4×8×8 there and 6×8×8 here; maps of unlike shape cannot be laid side by side"
    qtbot.waitUntil(lambda: kept.problem() == problem, timeout=SLOW_MS)
    assert panel.grid.isVisible() and panel.comparison.compared is None
    window.document.undo()
    wait_for_both(hands, by_torch(run, None), random)
    hands.kill_worker()
    qtbot.waitUntil(lambda: not panel.comparison.is_on and not panel.comparison.bar.isVisible(), timeout=SLOW_MS)
    hands.wait_for_maps()
