"""A and B in the Feature maps panel, under a person's hands."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.protocol.events import Beside, MapsDrawn, ProbeChosen
from designer.ui.compare.grids import ComparedGrids
from designer.ui.compare.side_by_side import CompareView, Side
from designer.ui.document import Document
from designer.ui.maps.grid import MapGrid
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from tests.ui.maps.frames import Values, card, exact, frame

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
FIRST, SECOND = ProbeChosen(index=0, count=180, label="4"), ProbeChosen(index=2, count=180, label="7")
CLASSES = tuple("0123456789")


def compared_frame(block: str, a: Values | None, b: Values, step: int = 0, **told: object) -> MapsDrawn:
    """Return a frame with B's maps of a block and A's beside them."""
    found = exact(block, a, signed=bool((b < 0).any())) if a is not None else None
    about = {"picture": FIRST} | told
    shares = np.full(10, 0.05, np.float32)
    shares[4] = 0.55
    beside = Beside(exact=found, probabilities=shares.tobytes(), **about)  # type: ignore[arg-type]  # names and types are those of `Beside`
    ends = np.full(10, 0.02, np.float32)
    ends[7] = 0.82
    return replace(frame(exact(block, b), card("softmax", ends), step=step), beside=beside)


@pytest.fixture
def values() -> tuple[Values, Values]:
    rng = np.random.default_rng(0)
    a = rng.uniform(-1, 1, (16, 10, 10)).astype(np.float32)
    b = (rng.uniform(-3, 3, (16, 10, 10))).astype(np.float32)
    a[3, 2, 1] = b[3, 5, 7] = 0.625
    return a, b


@pytest.fixture
def compared(panel: FeatureMapsPanel, document: Document, live: LiveMaps, values: tuple[Values, Values]) -> FeatureMapsPanel:
    live.classes = CLASSES
    document.select(["conv2"])
    live.show_probe(FIRST)
    live.show_probe(SECOND)
    live.show_frame(compared_frame("conv2", *values))
    QApplication.processEvents()
    return panel


def grids(panel: FeatureMapsPanel) -> tuple[MapGrid, MapGrid, MapGrid]:
    """Return the grids of what is kept, of what is live, and of the difference."""
    others: ComparedGrids = panel.comparison.grids
    assert others.kept is not None and others.difference is not None
    return others.kept, panel.grid, others.difference


def side(grid: QWidget) -> Side:
    found = grid.parentWidget()
    assert isinstance(found, Side)
    return found


def place(grid: MapGrid, channel: int, row: int, column: int) -> QPoint:
    tile = grid.tile_rect(channel)
    return QPoint(tile.x() + int((column + 0.5) * tile.width() / 10), tile.y() + int((row + 0.5) * tile.height() / 10))


def color(grid: MapGrid, channel: int, row: int, column: int) -> QColor:
    return QColor(grid.viewport().grab().toImage().pixel(place(grid, channel, row, column)))


def test_both_are_beside_each_other_and_say_what_they_are(compared: FeatureMapsPanel) -> None:
    kept, live_grid, difference = grids(compared)
    assert kept.isVisible() and live_grid.isVisible() and not difference.isVisible()
    assert (side(kept).heading.text(), side(kept).answer.text()) == ("A  test #0 · label 4", "said 4 · 55.0 %")
    assert (side(live_grid).heading.text(), side(live_grid).answer.text()) == ("B  test #2 · label 7", "said 7 · 82.0 %")
    bar = compared.comparison.bar
    assert bar.isVisible() and bar.hint.text() == "A stays, B follows" and bar.buttons[CompareView.BOTH].isChecked()
    left, right = (grid.mapTo(compared, QPoint()) for grid in (kept, live_grid))
    assert left.x() < right.x() and left.y() == right.y() and kept.size() == live_grid.size()


def test_the_same_value_has_the_same_colour_on_the_screen(compared: FeatureMapsPanel) -> None:
    kept, live_grid, _ = grids(compared)
    assert color(kept, 3, 2, 1) == color(live_grid, 3, 5, 7)
    ends = compared.header.legend.text().replace("−", "-").split(" … ")
    assert float(ends[1]) == -float(ends[0]) == pytest.approx(3, abs=0.01), "the larger of both"
    assert color(kept, 3, 2, 1) != color(kept, 3, 5, 7)


def test_one_above_the_other_where_there_is_little_room(compared: FeatureMapsPanel, qtbot: QtBot) -> None:
    compared.resize(300, 620)
    kept, live_grid, _ = grids(compared)
    qtbot.waitUntil(lambda: kept.width() > 280 and kept.size() == live_grid.size())
    upper, lower = (grid.mapTo(compared, QPoint()) for grid in (kept, live_grid))
    assert upper.x() == lower.x() and upper.y() < lower.y() and kept.size() == live_grid.size()
    assert not compared.comparison.grid_page.is_across()


@pytest.mark.parametrize("width", [400, 555, 556, 557, 558])
def test_tiles_are_of_one_size_at_any_width(compared: FeatureMapsPanel, width: int, qtbot: QtBot) -> None:
    compared.resize(width, 460)
    kept, live_grid, _ = grids(compared)
    qtbot.waitUntil(lambda: kept.size() == live_grid.size() and 2 * kept.width() >= width - 10)
    assert [kept.tile_rect(channel) for channel in range(16)] == [live_grid.tile_rect(channel) for channel in range(16)]


def test_scrolled_outlined_and_resized_together(compared: FeatureMapsPanel) -> None:
    kept, live_grid, _ = grids(compared)
    compared.footer.slider.setValue(110)
    QTest.mouseClick(kept.viewport(), LEFT, pos=place(kept, 1, 5, 5))
    assert kept.selected() == live_grid.selected() == 1
    live_grid.setFocus()
    QTest.keyClick(live_grid, Qt.Key.Key_End)
    assert kept.selected() == live_grid.selected() == 15 and kept.offset() == live_grid.offset() > 0
    kept.verticalScrollBar().setValue(7)
    assert live_grid.offset() == 7
    at, turn, none = QPointF(place(kept, 0, 5, 5)), QPoint(0, 120), Qt.MouseButton.NoButton
    wheel = QWheelEvent(at, at, turn, turn, none, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(kept.viewport(), wheel)
    assert kept.tile_size() == live_grid.tile_size() == compared.footer.slider.value() > 110
    compared.footer.slider.setValue(40)
    assert kept.tile_size() == live_grid.tile_size() == 40


def test_a_value_in_either_is_told_in_both_and_framed_in_both(compared: FeatureMapsPanel, values: tuple[Values, Values]) -> None:
    kept, live_grid, _ = grids(compared)
    told = f"A 0.625 · B {values[1][3, 2, 1]:.3g} · B − A {values[1][3, 2, 1] - np.float32(0.625):.3g} · map 3, row 2, column 1".replace("-", "−")
    for grid in (kept, live_grid):
        QTest.mouseMove(grid.viewport(), place(grid, 3, 2, 1))
        QApplication.processEvents()
        assert compared.footer.text() == told
        QApplication.sendEvent(grid.viewport(), QEvent(QEvent.Type.Leave))
        assert compared.footer.text().startswith("map 0: A ")
    assert compared.footer.detail().startswith("|B − A| up to ")


def test_the_difference_is_shown_around_zero_in_place_of_both(compared: FeatureMapsPanel, values: tuple[Values, Values]) -> None:
    kept, live_grid, difference = grids(compared)
    QTest.mouseClick(compared.comparison.bar.buttons[CompareView.DIFFERENCE], LEFT)
    QApplication.processEvents()
    assert difference.isVisible() and not kept.isVisible() and not live_grid.isVisible()
    reach = float(np.abs(values[1] - values[0]).max())
    assert compared.header.legend.text() == f"B − A −{reach:.3g} … {reach:.3g}" and not compared.header.mode.isVisible()
    QTest.mouseMove(difference.viewport(), place(difference, 3, 2, 1))
    assert compared.footer.text().startswith("A 0.625 · B ")
    QTest.mouseClick(compared.comparison.bar.buttons[CompareView.BOTH], LEFT)
    assert kept.isVisible() and live_grid.isVisible() and compared.header.mode.isVisible()


def test_swapping_changes_places_letters_and_the_sign(compared: FeatureMapsPanel, values: tuple[Values, Values]) -> None:
    kept, live_grid, _ = grids(compared)
    QTest.mouseClick(compared.comparison.bar.swap_button, LEFT)
    QApplication.processEvents()
    assert side(live_grid).heading.text() == "A  test #2 · label 7" and side(kept).heading.text() == "B  test #0 · label 4"
    assert live_grid.mapTo(compared, QPoint()).x() < kept.mapTo(compared, QPoint()).x()
    assert compared.comparison.bar.hint.text() == "B stays, A follows"
    found = compared.comparison.compared
    assert found is not None and found.difference.exact is not None
    np.testing.assert_array_equal(found.difference.exact, values[0] - values[1])
    content = compared.content()
    assert content is not None and content.title == "map 0 of conv2 (A)" and content.values is not None
    np.testing.assert_array_equal(content.values, values[1][0])


def test_what_is_copied_is_of_the_side_that_was_used_last(compared: FeatureMapsPanel, values: tuple[Values, Values]) -> None:
    kept, live_grid, _ = grids(compared)
    for grid, letter, maps in ((kept, "A", values[0]), (live_grid, "B", values[1])):
        QTest.mouseClick(grid.viewport(), LEFT, pos=place(grid, 2, 5, 5))
        grid.setFocus()
        QApplication.processEvents()
        content = compared.content()
        assert content is not None and content.title == f"map 2 of conv2 ({letter})" and content.values is not None
        np.testing.assert_array_equal(content.values, maps[2])


def test_the_order_is_that_of_the_live_maps_in_both(compared: FeatureMapsPanel, values: tuple[Values, Values]) -> None:
    kept, live_grid, _ = grids(compared)
    combo = compared.header.order
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert kept.channels_in_sight() == live_grid.channels_in_sight()
    assert live_grid.channels_in_sight()[0] == int(values[1].mean(axis=(1, 2)).argmax())


def test_bars_stand_beside_each_other_too(compared: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    a, b = np.full(10, 0.1, np.float32), np.linspace(0, 0.2, 10, dtype=np.float32)
    document.select(["softmax"])
    live.show_frame(compared_frame("softmax", a, b, step=1))
    bars = compared.comparison.bars
    assert bars.kept is not None and bars.kept.isVisible() and compared.bars.isVisible() and bars.difference is not None
    QTest.mouseClick(bars.kept.viewport(), LEFT, pos=bars.kept.row_rect(9).center())
    assert compared.bars.selected() == bars.kept.selected() == 9
    assert compared.footer.text() == "A 10.0 % · B 20.0 % · B − A +10.0 % · class 9"
    QTest.mouseClick(compared.comparison.bar.buttons[CompareView.DIFFERENCE], LEFT)
    assert bars.difference.isVisible() and bars.difference.row_text(0) == "class 0 = −10.0 %" and bars.difference.selected() == 9


def test_says_why_a_block_cannot_be_compared_and_shows_the_live_maps(
    compared: FeatureMapsPanel, live: LiveMaps, values: tuple[Values, Values]
) -> None:
    problem = "conv2 is 8×10×10 there and 16×10×10 here; maps of unlike shape cannot be laid side by side"
    live.show_frame(compared_frame("conv2", None, values[1], step=1, problem=problem, folder="/runs/other", picture=None))
    kept, live_grid, difference = grids(compared)
    assert side(kept).problem() == problem and not kept.isVisible() and live_grid.isVisible()
    assert side(kept).heading.text() == "A  best weights" and side(live_grid).heading.text() == "B  random weights"
    assert compared.footer.text().startswith("map 0: −"), "of one alone"
    QTest.mouseClick(compared.comparison.bar.buttons[CompareView.DIFFERENCE], LEFT)
    assert side(difference).problem() == problem
    live.show_frame(compared_frame("conv2", *values, step=2))
    assert side(difference).problem() == "" and difference.isVisible()


def test_while_the_next_picture_is_computed_what_is_kept_does_not_flicker(
    compared: FeatureMapsPanel, live: LiveMaps, values: tuple[Values, Values]
) -> None:
    kept, _, _ = grids(compared)
    found = compared_frame("conv2", *values)
    live.show_frame(replace(found, cards=(*found.cards, card("conv2", values[1]))))
    before = kept.viewport().grab().toImage()
    live.show_probe(replace(SECOND, index=3))
    assert live.exact_maps("conv2") is None and compared.header.caption().startswith("stale")
    assert kept.viewport().grab().toImage() == before


def test_escape_and_the_cross_end_it_and_a_frame_without_it_shows_one_alone(
    compared: FeatureMapsPanel, live: LiveMaps, values: tuple[Values, Values], qtbot: QtBot
) -> None:
    kept, live_grid, _ = grids(compared)
    live_grid.setFocus()
    with qtbot.waitSignal(compared.comparison.ended):
        QTest.keyClick(live_grid, Qt.Key.Key_Escape)
    with qtbot.waitSignal(compared.comparison.ended):
        QTest.mouseClick(compared.comparison.bar.end_button, LEFT)
    QTest.mouseClick(compared.comparison.bar.swap_button, LEFT)
    live.show_frame(frame(exact("conv2", values[1]), step=1))
    QApplication.processEvents()
    assert not kept.isVisible() and not compared.comparison.bar.isVisible() and not side(live_grid).heading.isVisible()
    assert compared.footer.text().startswith("map 0: −") and compared.header.mode.isVisible()
    live.show_frame(compared_frame("conv2", *values, step=2))
    assert side(kept).heading.text().startswith("A  "), "the next comparison begins unswapped"


def test_the_kept_picture_says_what_to_do_while_it_is_the_one_shown(
    compared: FeatureMapsPanel, live: LiveMaps, values: tuple[Values, Values]
) -> None:
    live.show_probe(FIRST)
    live.show_frame(compared_frame("conv2", values[0], values[0]))
    assert compared.comparison.bar.hint.text() == "A is kept: now show another picture, draw or drop one"


def test_a_message_that_does_not_hold_together_changes_nothing(
    compared: FeatureMapsPanel, live: LiveMaps, values: tuple[Values, Values]
) -> None:
    told: list[str] = []
    live.refused.connect(told.append)
    bad = compared_frame("conv2", *values, step=1)
    assert bad.beside is not None and bad.beside.exact is not None
    live.show_frame(replace(bad, beside=replace(bad.beside, exact=replace(bad.beside.exact, values=b"123"))))
    live.show_frame(replace(bad, beside=replace(bad.beside, probabilities=b"123")))
    assert len(told) == 2 and compared.comparison.compared is not None
