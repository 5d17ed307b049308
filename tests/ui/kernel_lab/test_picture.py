"""The picture in the lab: it follows the probe, and a lens makes its numbers readable."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.kernel_lab import LECTURE_MATRIX
from designer.ui.document import Document
from designer.ui.kernel_lab.cells import Mark
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.lab import LabView
from designer.ui.kernel_lab.matrices import LabMatrices, as_matrix
from designer.ui.kernel_lab.painting import fitting_marks
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import Themes
from tests.ui.kernel_lab.grids import framed, middle, press, window
from tests.ui.maps.frames import exact, frame


@pytest.fixture
def pictured(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[tuple[LabView, LiveMaps]]:
    """Return a lab on a picture of 28×28, and what the pictures come by."""
    live = LiveMaps()
    view = LabView(document, LabMatrices(document, live), themes)
    qtbot.addWidget(view)
    view.resize(520, 520)
    with qtbot.waitExposed(view):
        view.show()
    live.show_frame(frame(exact("input", picture(0))))
    press(view.head.source.picture)
    yield view, live


def picture(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(seed).integers(0, 100, (1, 28, 28)).astype(np.float32) / np.float32(100)


def test_the_picture_in_the_lab_follows_the_one_that_is_looked_at(pictured: tuple[LabView, LiveMaps]) -> None:
    lab, live = pictured
    assert lab.lab.matrix == as_matrix(picture(0)) and lab.head.source.picture.isChecked()
    live.show_frame(frame(exact("input", picture(1))))
    assert lab.lab.matrix == as_matrix(picture(1))
    press(lab.head.source.matrix)
    assert lab.lab.name == "lecture" and lab.lab.matrix == LECTURE_MATRIX
    live.show_frame(frame(exact("input", picture(2))))
    assert lab.lab.matrix == LECTURE_MATRIX
    lab.undo()
    assert lab.lab.matrix == as_matrix(picture(2)), "undo brings back the picture that is looked at, not one of the past"
    lab.undo()
    assert lab.lab.name == "lecture", "a picture that came by itself was no step"


def test_a_picture_that_was_changed_by_hand_is_followed_no_more(pictured: tuple[LabView, LiveMaps]) -> None:
    lab, live = pictured
    lab.edit(lab.lab.with_cell(0, 0, 5.0))
    assert lab.head.source.matrix.isChecked()
    live.show_frame(frame(exact("input", picture(1))))
    assert lab.lab.matrix[0][0] == 5.0 and lab.lab.matrix[1:] == as_matrix(picture(0))[1:]


def test_numbers_of_a_large_picture_are_read_through_a_lens_that_goes_along(pictured: tuple[LabView, LiveMaps]) -> None:
    lab, _ = pictured
    grid, results = lab.grids[LabPart.INPUT], lab.grids[LabPart.OUTPUT]
    assert not grid.is_readable() and lab.player.closer.isVisible()
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=middle(grid, (20, 9)))
    assert grid.is_readable() and lab.walk is not None and divmod(lab.walk.cell, 26) == (19, 8)
    sight = grid.sight()
    assert sight.holds((20, 9)) and sight.rows < 28
    assert float(grid.text_at((20, 9))) == pytest.approx(lab.lab.matrix[20][9], abs=0.006)
    assert lab.area.plan is not None and lab.area.plan.height <= lab.area.viewport().height()
    assert lab.area.captions[LabPart.INPUT].text().startswith(f"rows {sight.top}–{sight.top + sight.rows - 1}, columns ")
    for _ in range(6):
        press(lab.player.on)
        row, column = divmod(lab.walk.cell, 26)
        assert results.sight().holds((row, column)) and {place for place in grid.marks() if grid.sight().holds(place)} == window(row, column)
    QTest.mouseMove(results, middle(results, (results.sight().top, results.sight().left)))
    assert framed(results) == {(results.sight().top, results.sight().left)}
    press(lab.player.closer)
    assert not grid.is_readable() and grid.sight() == grid.cells().whole


def test_arrows_take_the_lens_along(pictured: tuple[LabView, LiveMaps]) -> None:
    lab, _ = pictured
    lab.showing.look_closer(LabPart.INPUT, (10, 10))
    grid = lab.grids[LabPart.INPUT]
    grid.setFocus()
    grid.show_cursor((grid.sight().top + grid.sight().rows - 1, 10))
    before = grid.sight()
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.sight() != before and grid.sight().holds(grid.cursor_place())


def test_all_results_of_a_picture_are_there_except_while_it_is_played(pictured: tuple[LabView, LiveMaps]) -> None:
    lab, _ = pictured
    results = lab.grids[LabPart.OUTPUT]

    def known() -> int:
        return sum(value is not None for row in results.cells().values for value in row)

    assert known() == 26 * 26
    press(lab.player.play)
    assert known() == 1
    press(lab.player.play)
    assert known() == 26 * 26


def test_a_factor_too_long_for_its_cell_is_left_out_with_all_the_others(qtbot: QtBot, themes: Themes) -> None:
    theme = themes.current()
    short, long = {(0, 0): Mark("×1"), (0, 1): Mark("×0", True)}, {(0, 0): Mark("×1"), (0, 1): Mark("×−.0123", True)}
    assert fitting_marks(short, 34, theme) == short
    assert fitting_marks(long, 34, theme) == {(0, 0): Mark(""), (0, 1): Mark("", True)}
    assert fitting_marks(long, 90, theme) == long


def test_in_a_narrow_dock_a_lens_shows_a_window_and_its_result_beside_each_other(lab: LabView) -> None:
    lab.resize(480, 480)
    QApplication.processEvents()  # the layout follows
    lab.edit(lab.lab.with_matrix(tuple(tuple(float(row + column) for column in range(12)) for row in range(12))))
    assert lab.player.closer.isVisible() and lab.area.plan is not None and lab.area.plan.height > lab.area.viewport().height()
    press(lab.player.closer)
    assert lab.area.plan.height <= lab.area.viewport().height() and lab.grids[LabPart.INPUT].sight().rows < 12
    press(lab.player.last)
    assert lab.grids[LabPart.OUTPUT].sight().holds((9, 9)) and lab.grids[LabPart.OUTPUT].text_at((9, 9)) == "100"
