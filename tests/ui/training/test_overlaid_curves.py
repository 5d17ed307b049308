"""Several runs in the same plots: told apart by number, colour and name, read out by pointer and keys."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from pyqtgraph import TextItem
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.runs.metrics import EpochPoint, MetricsPiece
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.training.curve_numbers import spread
from designer.ui.training.curve_plot import CurvePlot
from designer.ui.training.curve_series import OverlaidRun
from designer.ui.training.curves_view import CurvesView
from designer.ui.training.run_curves import RunCurves

EPOCH = 50


def curves(epochs: int, level: float, rates: bool = False) -> RunCurves:
    """Return the curves of a run: loss and accuracy stay at a level, the best epoch is the first."""
    steps = np.arange(1.0, epochs * EPOCH + 1)
    made = RunCurves()
    points = tuple(EpochPoint(epoch, epoch * EPOCH, level / 2, 0.9 - epoch / 100) for epoch in range(1, epochs + 1))
    learning = 0.1 / steps if rates else np.full(len(steps), np.nan)
    made.take_piece(MetricsPiece(steps, np.full(len(steps), level), np.full(len(steps), level), learning, points))
    return made


def run(number: int, epochs: int = 2, level: float = 0.5, path: str = "") -> OverlaidRun:
    return OverlaidRun(number, f"net {number}", path or f"/runs/{number}", curves(epochs, level))


@pytest.fixture
def view(qtbot: QtBot, drawn_at_once: None) -> CurvesView:
    shown = CurvesView(Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(shown)
    shown.resize(1_000, 320)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def plots(view: CurvesView) -> list[CurvePlot]:
    return [plot for plot in view.findChildren(CurvePlot) if plot.isVisible()]


def end_of(view: CurvesView) -> float:
    return float(plots(view)[0].getViewBox().viewRange()[0][1]) if plots(view) else 0.0


def test_runs_without_one_on_screen_share_the_plots_and_are_read_out_by_name(view: CurvesView, qtbot: QtBot) -> None:
    view.show_overlaid((run(1, level=0.25), run(2, epochs=4, level=0.75)))
    qtbot.waitUntil(lambda: end_of(view) >= 4 * EPOCH)
    assert view.runs.texts() == ("1  net 1", "2  net 2", "Take all out")
    plots(view)[0].place_hovered.emit(60.0)
    assert view.readouts()[0].splitlines() == ["step 60 · training / validation", "1  0.25 / 0.125  net 1", "2  0.75 / 0.375  net 2"]
    plots(view)[0].place_hovered.emit(150.0)
    assert "1  25.0 % / 88.0 % · ended  net 1" in view.readouts()[1]


def test_the_run_on_screen_joins_them_in_a_colour_of_its_own(view: CurvesView, qtbot: QtBot) -> None:
    view.show_curves(curves(1, 0.5), "/runs/now")
    view.show_overlaid((run(1),))
    qtbot.waitUntil(lambda: bool(view.runs.texts()))
    assert view.runs.texts() == ("this run", "1  net 1")
    plots(view)[0].place_hovered.emit(10.0)
    assert [line.split("  ")[-1] for line in view.readouts()[0].splitlines()[1:]] == ["this run", "net 1"]


def test_the_run_on_screen_is_drawn_once_where_it_is_ticked(view: CurvesView, qtbot: QtBot) -> None:
    view.show_curves(curves(3, 0.5), "/runs/now")
    view.show_overlaid((run(1, path="/runs/now"), run(2)))
    qtbot.waitUntil(lambda: bool(view.runs.texts()))
    assert view.runs.texts() == ("1  net 1", "2  net 2", "Take all out")
    plots(view)[0].place_hovered.emit(149.0)
    assert view.readouts()[0].splitlines()[1] == "1  0.5 / 0.25  net 1", "its own points, not those of the folder"


def test_taking_out_is_asked_for_by_path_or_for_all(view: CurvesView, qtbot: QtBot) -> None:
    view.show_overlaid((run(1), run(2)))
    qtbot.waitUntil(lambda: len(view.runs.buttons()) == 3)
    for button, path in zip(view.runs.buttons()[1:], ("/runs/2", ""), strict=True):
        with qtbot.waitSignal(view.dismissed) as told:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert told.args == [path]
    view.show_overlaid(())
    qtbot.waitUntil(lambda: not view.runs.isVisible())


def test_epochs_on_the_x_axis_put_runs_of_other_batch_sizes_over_each_other(view: CurvesView, qtbot: QtBot) -> None:
    small = RunCurves(steps_per_epoch=10)
    small.loss.training.append(1, np.full(20, 0.5))
    view.show_overlaid((OverlaidRun(1, "small", "/a", small), run(2, epochs=2)))
    view.options.by_epoch.setChecked(True)
    qtbot.waitUntil(lambda: 2 <= end_of(view) < 3)
    plots(view)[0].place_hovered.emit(1.5)
    assert view.readouts()[0].splitlines()[0] == "epoch 1.50 · training / validation"


def test_the_best_epoch_is_marked_and_told(view: CurvesView, qtbot: QtBot) -> None:
    view.show_curves(curves(3, 0.5))
    qtbot.waitUntil(lambda: end_of(view) >= 3 * EPOCH)
    assert view.curves.best_step == EPOCH
    plots(view)[1].place_hovered.emit(float(EPOCH))
    assert view.readouts()[1].splitlines()[2] == "validation 89.0 % · best"
    plots(view)[1].place_hovered.emit(2.0 * EPOCH)
    assert "best" not in view.readouts()[1]


def test_the_learning_rate_has_a_plot_where_it_varies_or_is_asked_for(view: CurvesView, qtbot: QtBot) -> None:
    view.show_curves(curves(2, 0.5))
    qtbot.waitUntil(lambda: len(plots(view)) == 2 and end_of(view) >= 2 * EPOCH)
    view.show_curves(curves(2, 0.5, rates=True))
    qtbot.waitUntil(lambda: len(plots(view)) == 3)
    assert view.legend_texts()[2] == "Learning rate 0.001"
    view.options.rate.trigger()
    qtbot.waitUntil(lambda: len(plots(view)) == 2)


def test_keys_read_the_curves_out(view: CurvesView, qtbot: QtBot) -> None:
    view.show_curves(curves(2, 0.5))
    qtbot.waitUntil(lambda: end_of(view) >= 2 * EPOCH)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.readouts()[0].startswith("step 1\n")
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.readouts()[0].startswith("step 2\n")
    assert "train 0.5" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.readouts()[0].startswith(f"step {2 * EPOCH}\n")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.readouts() == ("", "")


def test_what_has_not_changed_is_not_drawn_again(view: CurvesView, qtbot: QtBot) -> None:
    view.show_overlaid((run(1),))
    qtbot.waitUntil(lambda: end_of(view) >= 2 * EPOCH)
    (strokes,) = plots(view)[0]._strokes
    series = plots(view)[0]._series[0]
    shown = strokes._shown
    columns, window, log = shown[-3:]
    assert isinstance(columns, int) and isinstance(window, int) and isinstance(log, bool)
    assert not strokes.show(series, columns, window, log)
    assert strokes.show(series, columns, window + 1, log)


def numbers(plot: CurvePlot) -> list[QRectF]:
    """Return where the numbers of the runs are, in px of the plot, from the top."""
    shown = [item for item in plot.items() if isinstance(item, TextItem) and item.isVisible()]
    rects = [plot.mapFromScene(item.textItem.mapRectToScene(item.textItem.boundingRect())).boundingRect() for item in shown]
    return sorted((QRectF(rect) for rect in rects), key=lambda rect: rect.top())


def test_numbers_of_runs_that_end_at_one_value_are_moved_apart(view: CurvesView, qtbot: QtBot) -> None:
    view.show_overlaid(tuple(run(number, level=0.5) for number in (1, 2, 3, 4, 5)))
    qtbot.waitUntil(lambda: end_of(view) >= 2 * EPOCH)
    for plot in plots(view):
        rects = numbers(plot)
        assert len(rects) == 5
        for upper, lower in itertools.pairwise(rects):
            assert lower.center().y() - upper.center().y() >= upper.height() * 0.6, "each can be read"
        assert rects[0].center().y() >= 0 and rects[-1].center().y() <= plot.height()


def test_numbers_follow_the_size_of_the_plot(view: CurvesView, qtbot: QtBot) -> None:
    view.show_overlaid((*(run(number, level=0.5) for number in (1, 2, 3)), run(4, level=0.02)))
    qtbot.waitUntil(lambda: end_of(view) >= 2 * EPOCH)
    plot = plots(view)[1]
    for height in (320, 600, 260):
        view.resize(1_000, height)
        end = plot.getViewBox().mapViewToScene
        qtbot.waitUntil(lambda end=end: abs(numbers(plot)[1].center().y() - plot.mapFromScene(end(QPointF(100, 0.5))).y()) <= 2)  # type: ignore[misc]  # binds the loop's value
        assert abs(numbers(plot)[3].center().y() - plot.mapFromScene(end(QPointF(100, 0.02))).y()) <= 2


def test_a_number_alone_stays_at_the_end_of_its_curve(view: CurvesView, qtbot: QtBot) -> None:
    view.show_overlaid((run(1, level=0.5), run(2, level=0.5), run(3, epochs=4, level=0.1)))
    qtbot.waitUntil(lambda: end_of(view) >= 4 * EPOCH)
    plot = plots(view)[0]
    end = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(4 * EPOCH, 0.1)))
    assert any(abs(rect.center().y() - end.y()) <= 1 for rect in numbers(plot))
    view.show_overlaid((run(1, level=0.5),))
    qtbot.waitUntil(lambda: len(numbers(plot)) == 1)
    end = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(2 * EPOCH, 0.5)))
    assert abs(numbers(plot)[0].center().y() - end.y()) <= 1, "what made room goes back"


@pytest.mark.parametrize("count", [2, 3, 8])
def test_numbers_never_overlap_and_stay_in_the_plot(count: int) -> None:
    chance = np.random.default_rng(count)
    for _ in range(50):
        places = [(float(x), float(y)) for x, y in zip(chance.choice([20.0, 24.0, 90.0], count), chance.uniform(-5, 105, count), strict=True)]
        found = spread(places, 8, 10, 0, 100)
        for one, other in itertools.combinations(range(count), 2):
            apart = abs(places[one][0] - places[other][0]) >= 8 or abs(found[one] - found[other]) >= 10 - 1e-9
            assert apart, (places, found)
        crowded = [y for (x, _), y in zip(places, found, strict=True) if sum(abs(x - other) < 8 for other, _ in places) > 1]
        assert all(5 - 1e-9 <= y <= 95 + 1e-9 for y in crowded)
