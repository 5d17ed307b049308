"""The crosshair over the curves: what it reads out is the raw points."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.ui.theme import ThemeChoice, Themes
from designer.ui.training.curve_plot import CurvePlot
from designer.ui.training.curves_view import CurvesView
from designer.ui.training.run_curves import RunCurves

STEPS = 100
LOSSES = np.linspace(2, 0.02, STEPS)


@pytest.fixture
def view(qtbot: QtBot, drawn_at_once: None) -> CurvesView:
    curves = RunCurves(steps=STEPS)
    curves.loss.training.append(1, LOSSES)
    curves.accuracy.training.append(1, 1 - LOSSES / 4)
    for points, value in ((curves.loss.validation, 0.5), (curves.accuracy.validation, 0.875)):
        points.append(50, np.array([value]))
    shown = CurvesView(Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(shown)
    shown.resize(900, 300)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.show_curves(curves)
    qtbot.waitUntil(lambda: len(plots(shown)) == 2 and plots(shown)[0].getViewBox().viewRange()[0] == [0, STEPS])
    return shown


def plots(view: CurvesView) -> list[CurvePlot]:
    return view.findChildren(CurvePlot)


def point_at(view: CurvesView, step: float) -> None:
    plot = plots(view)[0]
    box = plot.mapFromScene(plot.getViewBox().sceneBoundingRect()).boundingRect()
    at = QPoint(round(box.left() + box.width() * step / STEPS), box.center().y())
    none, place = Qt.MouseButton.NoButton, plot.viewport().mapToGlobal(at)
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(place), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(plot.viewport(), event)


def test_both_plots_read_out_the_same_step_from_the_raw_points(view: CurvesView) -> None:
    assert view.readouts() == ("", "")
    point_at(view, 60)
    step = int(view.readouts()[0].splitlines()[0].removeprefix("step "))
    assert abs(step - 60) <= 1
    raw = LOSSES[step - 1]
    assert view.readouts()[0] == f"step {step}\ntrain {raw:.4g}\nvalidation 0.5 · step 50", "not the smoothed curve's value"
    assert view.readouts()[1] == f"step {step}\ntrain {100 * (1 - raw / 4):.1f} %\nvalidation 87.5 % · step 50"


def test_before_the_first_validation_only_training_is_read_out(view: CurvesView) -> None:
    point_at(view, 20)
    assert "validation" not in view.readouts()[0]


def test_it_follows_new_points_and_goes_with_the_pointer(view: CurvesView, qtbot: QtBot) -> None:
    point_at(view, 99)
    before = view.readouts()[0]
    view.curves.loss.validation.append(90, np.array([0.25]))
    view.draw_soon()
    qtbot.waitUntil(lambda: view.readouts()[0] != before)
    assert view.readouts()[0].endswith("validation 0.25 · step 90")
    QApplication.sendEvent(plots(view)[0], QEvent(QEvent.Type.Leave))
    assert view.readouts() == ("", "")


def test_a_value_without_a_logarithm_is_told_though_it_has_no_place(view: CurvesView, qtbot: QtBot) -> None:
    view.curves.loss.training.append(STEPS + 1, np.array([0.0, np.nan]))
    view.log_box.setChecked(True)
    qtbot.waitUntil(lambda: plots(view)[0].getViewBox().viewRange()[0][1] > STEPS)
    plots(view)[0].show_place(STEPS + 1)
    assert plots(view)[0].readout.text().splitlines()[1] == "train 0"
    plots(view)[0].show_place(STEPS + 2)
    assert plots(view)[0].readout.text().splitlines()[1] == "train nan"


def test_what_lies_under_it_is_the_plot(view: CurvesView) -> None:
    plot = plots(view)[0]
    bare = plot.viewport().grab().toImage()
    point_at(view, 70)
    read = plot.viewport().grab().toImage()
    assert bare != read
    bottom_left = [(x, y) for x in range(30) for y in range(read.height() - 20, read.height())]
    assert all(bare.pixelColor(*at) == read.pixelColor(*at) for at in bottom_left), "the axis is still there"
