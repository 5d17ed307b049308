"""The panel that explains a pixel: tables, lists, play, keys."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.ui.arithmetic.panel import ArithmeticPanel
from designer.ui.arithmetic.table import cell_text
from designer.ui.theme import ThemeChoice, Themes
from tests.ui.arithmetic.samples import convolution, dense, explanation, formula, maximum, softmax

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def panel(qtbot: QtBot, themes: Themes) -> ArithmeticPanel:
    panel = ArithmeticPanel(themes)
    qtbot.addWidget(panel)
    panel.resize(500, 400)
    return panel


def test_is_hidden_until_a_pixel_is_asked_for(panel: ArithmeticPanel) -> None:
    assert panel.isHidden()
    panel.show_waiting("conv2 map 5, row 4, column 6")
    assert panel.isVisible() and panel.title.text() == "conv2 map 5, row 4, column 6"
    assert not panel.window_view.isVisible()


def test_a_convolution_shows_window_filter_and_products_that_add_up(panel: ArithmeticPanel) -> None:
    shown = explanation(convolution())
    panel.show_explanation(shown)
    assert panel.title.text() == f"conv2 map 5, row 4, column 6 = {shown.value:.4g}".replace("-", "−")
    assert panel.subtitle.text() == "Σ 6 windows of pool1 × filter 5 + bias"
    window, filters, products = panel.window_view.tables.tables()
    assert (window.caption, filters.caption) == ("pool1 map 0, rows 4–8, columns 6–10", "filter 5, channel 0")
    assert (window.sign, filters.sign, products.sign) == ("", "×", "=")
    assert np.allclose(products.values, np.asarray(window.values, float) * np.asarray(filters.values, float))
    rows = panel.window_view.list.terms()
    assert [row.name for row in rows] == [*(f"pool1 map {channel}" for channel in range(6)), "bias", "Σ"]
    stage = shown.stages[0]
    assert float(stage.sums.sum()) + 0.25 == pytest.approx(shown.value)
    assert rows[0].numbers[0].lstrip("+") == f"{stage.sums[0]:.4g}".replace("-", "−")


def test_another_channel_is_chosen_in_the_list(panel: ArithmeticPanel, qtbot: QtBot) -> None:
    panel.show_explanation(explanation(convolution()))
    view = panel.window_view
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    assert view.channel() == 1 and view.tables.tables()[0].caption.startswith("pool1 map 1")
    panel.order.setCurrentIndex(1)
    panel.order.activated.emit(1)
    sums = np.abs(explanation(convolution()).stages[0].sums)
    assert view.list.terms()[0].name == f"pool1 map {int(sums.argmax())}"
    assert view.channel() == 1, "the channel that was chosen stays"
    panel.show_explanation(explanation(convolution(seed=3)))
    assert view.channel() == 1, "also with the next frame"


def test_it_is_played_to_the_end_and_back(panel: ArithmeticPanel) -> None:
    shown = explanation(convolution(count=1, kernel=2))
    panel.show_explanation(shown)
    view = panel.window_view
    assert not view.player.whole.isEnabled()
    QTest.mouseClick(view.player.forward, Qt.MouseButton.LeftButton)
    window, _, products = view.tables.tables()
    first = shown.stages[0].products[0, 0, 0]
    assert (window.framed, products.done) == (0, 1)
    assert view.player.sentence.text().startswith(f"Σ {first:.4g}   row 4, column 6: ".replace("-", "−"))
    for _ in range(4):
        QTest.mouseClick(view.player.forward, Qt.MouseButton.LeftButton)
    assert view.player.sentence.text() == f"Σ {shown.value:.4g}   with the bias".replace("-", "−")
    assert not view.player.forward.isEnabled()
    QTest.mouseClick(view.player.back, Qt.MouseButton.LeftButton)
    assert view.tables.tables()[0].framed == 3
    panel.show_explanation(explanation(convolution(count=1, kernel=2, seed=5)))
    assert view.tables.tables()[0].framed == 3, "the step stays with the next frame"
    QTest.mouseClick(view.player.whole, Qt.MouseButton.LeftButton)
    assert view.tables.tables()[2].done == -1 and view.player.sentence.text() == ""


def test_play_runs_by_itself_and_stops_at_the_end_or_when_closed(panel: ArithmeticPanel, qtbot: QtBot) -> None:
    panel.show_explanation(explanation(convolution(count=1, kernel=1)))
    player = panel.window_view.player
    QTest.mouseClick(player.play, Qt.MouseButton.LeftButton)
    assert player.is_playing and player.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: not player.is_playing, timeout=5_000)
    assert player.sentence.text().endswith("with the bias")
    panel.window_view.show_whole()
    QTest.mouseClick(player.back, Qt.MouseButton.LeftButton)
    QTest.mouseClick(player.back, Qt.MouseButton.LeftButton)
    QTest.mouseClick(player.play, Qt.MouseButton.LeftButton)
    panel.close_panel()
    assert not player.is_playing


def test_arrows_walk_the_pixel_and_the_cross_closes(panel: ArithmeticPanel, qtbot: QtBot) -> None:
    panel.take_focus()
    panel.show_explanation(explanation(convolution()))
    panel.activateWindow()
    with qtbot.waitSignal(panel.pixel_walked) as walked:
        QTest.keyClick(panel.window_view.tables, Qt.Key.Key_Left)
    assert walked.args == [0, -1]
    with qtbot.waitSignal(panel.closed):
        QTest.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    assert panel.isHidden() and panel.explanation() is None


def test_pointing_at_a_cell_tells_its_product(panel: ArithmeticPanel) -> None:
    told = convolution(count=1, kernel=3, row=-1, column=2, values=np.arange(9, dtype="<f4").tobytes(), weights=np.full(9, -2, "<f4").tobytes())
    panel.show_explanation(explanation(told))
    view = panel.window_view
    rect = view.tables.table_rects()[1]
    QTest.mouseMove(view.tables, rect.topLeft() + QPoint(rect.width() // 2, rect.height() // 2))
    assert view.player.sentence.text() == "row 0, column 3: 4 · (−2) = −8"
    QTest.mouseMove(view.tables, rect.topLeft() + QPoint(3, 3))
    assert view.player.sentence.text() == "padding: 0 · (−2) = 0"


def test_a_maximum_frames_its_winner(panel: ArithmeticPanel) -> None:
    panel.show_explanation(explanation(maximum(), block="pool1", channel=3, row=4, column=6))
    (window,) = panel.window_view.tables.tables()
    assert window.framed == 2 and not panel.window_view.list.isVisible() and not panel.order.isVisible()
    assert panel.formula.text() == "the largest of 4 values, at row 9, column 12 = 4"


def test_a_dense_unit_lists_the_strongest_inputs_and_their_running_sum(panel: ArithmeticPanel) -> None:
    shown = explanation(dense(), block="dense2", channel=7, row=0, column=0)
    panel.show_explanation(shown)
    assert panel.title.text().startswith("dense2 unit 7 = ")
    products = shown.stages[0].products.reshape(-1)
    order = np.argsort(-np.abs(products))
    rows = panel.list.terms()
    assert [row.name for row in rows] == [*(f"unit {index}" for index in order), "bias"]
    assert rows[2].numbers[3] == f"{products[order[:3]].sum():.3g}".replace("-", "−")
    assert rows[-1].numbers[3] == f"{shown.value:.3g}".replace("-", "−"), "the running sum ends at the value"
    panel.order.activated.emit(0)
    assert panel.list.terms()[0].name == "unit 0"


def test_where_it_is_narrow_names_are_whole_and_the_running_sum_gives_way(panel: ArithmeticPanel, qtbot: QtBot) -> None:
    told = dense(inputs=400, shape=(16, 5, 5), rows=tuple(range(5)), columns=tuple(range(5)), channels=np.arange(16, dtype="<i4").tobytes(),
                 sums=np.zeros(16).tobytes())  # fmt: skip
    panel.show_explanation(explanation(told, block="dense1", channel=7, row=0, column=0))
    for width, columns in ((700, 4), (240, 3), (700, 4)):
        panel.resize(width, 400)
        qtbot.waitUntil(lambda columns=columns: panel.list.shown_columns() == columns)  # type: ignore[misc]  # binds the loop's value
        assert not panel.list.grab().isNull()


def test_where_it_is_narrow_the_place_is_short_and_the_value_is_seen(panel: ArithmeticPanel, qtbot: QtBot) -> None:
    shown = explanation(convolution())
    value = f"{shown.value:.4g}".replace("-", "−")
    panel.show_explanation(shown)
    panel.resize(500, 400)
    around = panel.width() - panel.title.width()
    for title in (f"conv2 map 5, row 4, column 6 = {value}", f"conv2 map 5 (4, 6) = {value}", value):
        panel.resize(around + panel.title.fontMetrics().horizontalAdvance(title) + 4, 400)
        qtbot.waitUntil(lambda title=title: panel.title.shown_text().endswith(title))  # type: ignore[misc]  # binds the loop's value


def test_the_play_stands_above_the_tables(panel: ArithmeticPanel) -> None:
    panel.show_explanation(explanation(convolution()))
    view = panel.window_view
    assert view.player.geometry().bottom() <= view.tables.geometry().top()


def test_a_transposed_convolution_is_shown_and_played(panel: ArithmeticPanel) -> None:
    panel.show_explanation(explanation(convolution(kernel=2, call="ConvTranspose2d")))
    view = panel.window_view
    assert [table.caption.partition(",")[0] for table in view.tables.tables()][1] == "kernel cells that reach it"
    for _ in range(3):
        view.go(1)
    assert "·" in view.player.sentence.text()
    empty: dict[str, Any] = {"channels": b"", "values": b"", "weights": b"", "sums": b"", "rows": (), "columns": ()}
    panel.show_explanation(explanation(convolution(call="ConvTranspose2d", result=0.25, **empty)))
    assert not view.isVisible() and panel.formula.text().endswith("Σ products 0 + bias 0.25 = 0.25")


def test_softmax_lists_the_classes_with_their_shares(panel: ArithmeticPanel) -> None:
    classes = tuple(f"digit {number}" for number in range(10))
    panel.show_explanation(explanation(softmax(), block="softmax", classes=classes, channel=7, row=0, column=0))
    assert panel.title.text().startswith("softmax class digit 7 = ")
    rows = panel.list.terms()
    assert [row.name for row in rows[:3]] == ["digit 9", "digit 8", "digit 7"]
    assert (rows[0].numbers[2], panel.list.current()) == ("63.2 %", 2)


def test_a_formula_needs_no_tables(panel: ArithmeticPanel) -> None:
    panel.show_explanation(explanation(formula("ReLU", 0.0, x=-0.31), block="relu2"))
    assert panel.formula.text() == "max(0, x)\n= max(0, −0.31) = 0"
    assert not panel.window_view.isVisible() and not panel.list.isVisible()


@pytest.mark.parametrize("width", [280, 500, 900])
def test_digits_can_be_read_at_every_width(panel: ArithmeticPanel, qtbot: QtBot, width: int) -> None:
    panel.resize(width, 500)
    panel.show_explanation(explanation(convolution()))
    tables = panel.window_view.tables
    qtbot.waitUntil(lambda: tables.width() <= width)
    rects = tables.table_rects()
    assert all(rect.width() // 5 >= 24 and rect.right() < tables.width() for rect in rects)
    qtbot.waitUntil(lambda: tables.height() > max(rect.bottom() for rect in tables.table_rects()))
    assert not panel.grab().isNull()


def test_everything_that_takes_the_focus_has_a_name_in_every_theme(panel: ArithmeticPanel, themes: Themes) -> None:
    for told in (convolution(), dense(), softmax(), maximum(), formula("ReLU", 0.0, x=-0.31)):
        panel.show_explanation(explanation(told))
        for choice in (ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST, ThemeChoice.LIGHT):
            themes.choose(choice)
            assert not panel.grab().isNull()
        focusable = [widget for widget in panel.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()]
        assert [widget for widget in focusable if not widget.accessibleName()] == []


def test_cells_keep_their_digits_short() -> None:
    values = np.concatenate([np.random.default_rng(0).normal(size=500) * 10.0**power for power in range(-4, 5)])
    assert max(len(cell_text(float(value))) for value in values) <= 4
