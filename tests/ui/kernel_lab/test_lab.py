"""The Kernel lab as a person uses it: the numbers in its cells step by step, edited, undone, pointed at, put into the network."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.kernel_lab import KERNELS, LECTURE_KERNEL, LECTURE_MATRIX, Mode
from designer.ui.document import Document
from designer.ui.kernel_lab.cells import UNKNOWN
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.lab import LabView
from designer.ui.kernel_lab.matrices import LabMatrices
from designer.ui.theme import Themes
from tests.ui.kernel_lab.grids import cells, framed, middle, playing, press, text, window

RESULTS = ((1.0, 1.2, 1.1, 0.9), (2.1, 2.7, 2.5, 1.9), (1.0, 2.1, 2.4, 1.4), (1.0, 1.8, 2.0, 1.8))
SIDE = 4
POOLED = {"max": (0.9, 0.8, 0.8, 0.9), "average": (0.525, 0.5, 0.275, 0.675), "sum": (2.1, 2.0, 1.1, 2.7)}


def test_it_opens_on_the_example_of_the_lectures(lab: LabView) -> None:
    assert cells(lab.grids[LabPart.INPUT], 6, 6) == [text(value) for row in LECTURE_MATRIX for value in row]
    assert cells(lab.grids[LabPart.KERNEL], 3, 3) == [text(value) for row in LECTURE_KERNEL for value in row]
    assert lab.foot.size_line.text() == "⌊(6 + 2·0 − 3)/1⌋ + 1 = 4  →  4×4"
    assert (lab.controls.matrix.currentText(), lab.head.list.currentText()) == ("lecture matrix 6×6", "lecture")


def test_every_number_of_the_example_appears_window_by_window_and_goes_again(lab: LabView) -> None:
    results = [text(value) for row in RESULTS for value in row]
    grid, count = lab.grids[LabPart.OUTPUT], SIDE * SIDE
    for number in range(count):
        assert cells(grid, SIDE, SIDE) == results[: number + 1] + [UNKNOWN] * (count - 1 - number)
        assert framed(lab.grids[LabPart.INPUT]) == window(*divmod(number, SIDE))
        assert lab.player.place.text() == f"row {number // SIDE}, column {number % SIDE} · {number + 1} of 16"
        assert lab.foot.text().endswith(f" = {results[number]}")
        press(lab.player.on)
    assert not lab.player.on.isEnabled()
    for number in reversed(range(count - 1)):
        press(lab.player.back)
        assert cells(grid, SIDE, SIDE) == results[: number + 1] + [UNKNOWN] * (count - 1 - number)
    assert not lab.player.back.isEnabled()


def test_number_by_number_the_running_sum_stands_in_the_cell(lab: LabView) -> None:
    grid = lab.grids[LabPart.OUTPUT]
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=middle(grid, (1, 0)))
    lab.player.by_term.setChecked(True)
    for _ in range(8):
        press(lab.player.back)
    seen = [grid.text_at((1, 0))]
    texts = [lab.foot.text()]
    for _ in range(8):
        press(lab.player.on)
        seen.append(grid.text_at((1, 0)))
        texts.append(lab.foot.text())
    assert seen == ["0.2", "0.2", "0.2", "0.2", "1.1", "1.1", "1.4", "1.4", "2.1"]
    assert texts[1] == "0.2·1 + 0.8·0 = 0.2   2 of 9"
    assert texts[-1] == "0.2·1 + 0.8·0 + 0·1 + 0.2·0 + 0.9·1 + 0·0 + 0.3·1 + 0.8·0 + 0.7·1 = 2.1"
    press(lab.player.back)
    hot = {part: [place for place, mark in lab.grids[part].marks().items() if mark.hot] for part in (LabPart.INPUT, LabPart.KERNEL)}
    assert hot == {LabPart.INPUT: [(3, 1)], LabPart.KERNEL: [(2, 1)]}


@pytest.mark.parametrize("mode", POOLED)
def test_the_numbers_of_pooling_appear_in_the_cells(lab: LabView, mode: str) -> None:
    lab.choose_matrix("pooling")
    lab.controls.mode.setCurrentIndex(lab.controls.mode.findData(Mode(mode)))
    lab.controls.mode.activated.emit(lab.controls.mode.currentIndex())
    assert lab.grids[LabPart.KERNEL].isHidden()
    grid = lab.grids[LabPart.OUTPUT]
    press(lab.player.first)
    for number, value in enumerate(POOLED[mode]):
        assert grid.text_at((number // 2, number % 2)) == text(value)
        assert lab.foot.text().partition(" = ")[2].split()[0] == text(value)
        press(lab.player.on)
    assert {"max": "max(0.8, 0.9, 0.2, 0.8)", "average": "(0.8 + 0.9 + 0.2 + 0.8) / 4", "sum": "0.8 + 0.9 + 0.2 + 0.8"}[mode] in lab.foot.text()


def test_the_winner_of_max_pooling_stands_out(lab: LabView) -> None:
    lab.choose_matrix("pooling")
    lab.edit(lab.lab.with_mode(Mode.MAX))
    assert [place for place, mark in lab.grids[LabPart.INPUT].marks().items() if mark.hot] == [(1, 1)]
    assert lab.foot.text() == "max(0.2, 0.8, 0.2, 0.9) = 0.9   from row 1, column 1"


def test_playing_goes_to_the_end_and_from_there_starts_anew(lab: LabView, qtbot: QtBot) -> None:
    lab.player.pace.setCurrentIndex(lab.player.pace.count() - 1)
    press(lab.player.play)
    assert playing(lab) and lab.player.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: lab.walk is not None and lab.walk.is_at_end)
    assert not playing(lab)
    press(lab.player.play)
    assert playing(lab) and lab.walk is not None and lab.walk.cell == 0
    press(lab.player.play)
    assert not playing(lab)


def test_pointing_at_a_result_frames_its_window(lab: LabView) -> None:
    grid = lab.grids[LabPart.OUTPUT]
    QTest.mouseMove(grid, middle(grid, (2, 3)))
    assert framed(lab.grids[LabPart.INPUT]) == window(2, 3) and framed(grid) == {(2, 3)}
    assert lab.foot.text() == "0.3·1 + 0.8·0 + 0·1 + 0.8·0 + 0.9·1 + 0·0 + 0.2·1 + 0.8·0 + 0·1 = 1.4"
    QApplication.sendEvent(grid, QEvent(QEvent.Type.Leave))
    assert framed(lab.grids[LabPart.INPUT]) == window(0, 0)


def test_pointing_at_an_input_frames_everywhere_it_goes(lab: LabView) -> None:
    grid = lab.grids[LabPart.INPUT]
    QTest.mouseMove(grid, middle(grid, (3, 1)))
    marks = lab.grids[LabPart.OUTPUT].marks()
    assert {place: mark.badge for place, mark in marks.items()} == {
        (1, 0): "×0", (1, 1): "×1", (2, 0): "×1", (2, 1): "×0", (3, 0): "×0", (3, 1): "×1",
    }  # fmt: skip
    assert lab.foot.text() == "row 3, column 1 (0.8) lies under 6 windows: ×0, ×1, ×1, ×0, ×0, ×1"
    assert framed(grid) == {(3, 1)}


@pytest.mark.parametrize(("padding", "size", "zeros"), [("valid", 6, 0), ("same", 8, 28), ("wide", 10, 64)])
def test_narrow_and_wide_are_drawn_with_their_zeros(lab: LabView, padding: str, size: int, zeros: int) -> None:
    lab.controls.padding.combo.setCurrentIndex(lab.controls.padding.combo.findData(padding))
    lab.controls.padding.combo.activated.emit(lab.controls.padding.combo.currentIndex())
    shown = lab.grids[LabPart.INPUT].cells()
    assert shown.size == (size, size)
    before = (size - 6) // 2
    places = [(row - before, column - before) for row in range(size) for column in range(size)]
    outside = [place for place in places if not shown.is_inside(place)]
    assert len(outside) == zeros and {lab.grids[LabPart.INPUT].text_at(place) for place in outside} <= {"0"}
    assert lab.grids[LabPart.OUTPUT].cells().size == (size - 2, size - 2)


def test_any_number_of_zeros_on_each_side(lab: LabView) -> None:
    combo = lab.controls.padding.combo
    combo.setCurrentIndex(combo.findData("numbers"))
    combo.activated.emit(combo.currentIndex())
    above, _, _, right = lab.controls.padding.sides.boxes
    above.stepBy(2)
    right.stepBy(1)
    assert lab.lab.sweep.padding == (2, 0, 0, 1) and lab.grids[LabPart.INPUT].cells().size == (8, 7)
    assert lab.area.captions[LabPart.INPUT].text() == "6×6 + zeros: 2 above, 0 below, 0 left, 1 right"


def test_a_kernel_cell_is_typed_and_undone_without_touching_the_network(lab: LabView, document: Document) -> None:
    press(lab.player.last)
    grid = lab.grids[LabPart.KERNEL]
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=middle(grid, (1, 1)))
    QTest.keyClicks(grid.editor(), "1/4")
    QTest.keyClick(grid.editor(), Qt.Key.Key_Return)
    assert grid.text_at((1, 1)) == "0.25" and grid.hasFocus()
    assert lab.grids[LabPart.OUTPUT].text_at((0, 0)) == "0.4", "0.2 + 0.8/4: the cell of the result follows at once"
    assert lab.head.list.currentIndex() == -1
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert grid.text_at((1, 1)) == "1" and lab.head.list.currentText() == "lecture" and not document.can_undo
    QTest.keyClick(grid, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert grid.text_at((1, 1)) == "0.25"


def test_matrix_cells_are_edited_by_keys_alone(lab: LabView) -> None:
    grid = lab.grids[LabPart.INPUT]
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Down)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_5)
    QTest.keyClick(grid.editor(), Qt.Key.Key_Tab)
    QTest.keyClick(grid.editor(), Qt.Key.Key_7)
    QTest.keyClick(grid.editor(), Qt.Key.Key_Return)
    assert (grid.text_at((1, 1)), grid.text_at((1, 2))) == ("5", "7")
    assert lab.controls.matrix.currentIndex() == -1, "it is a person's own matrix now"
    assert grid.accessibleName() == "Input, 6 by 6; row 1, column 2: 7"
    QTest.keyClick(grid, Qt.Key.Key_F2)
    QTest.keyClicks(grid.editor(), "9")
    QTest.keyClick(grid.editor(), Qt.Key.Key_Escape)
    assert grid.text_at((1, 2)) == "7" and grid.hasFocus()


def test_what_is_no_number_stays_red_with_the_reason(lab: LabView) -> None:
    told: list[str] = []
    grid = lab.grids[LabPart.KERNEL]
    lab.told.connect(told.append)
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Minus)
    QTest.keyClick(grid.editor(), Qt.Key.Key_Return)
    assert grid.editor().isVisible() and grid.editor().property("invalid") and told and "a number such as" in told[0]
    QTest.keyClicks(grid.editor(), "3")
    assert not grid.editor().property("invalid")
    QTest.keyClick(grid.editor(), Qt.Key.Key_Return)
    assert grid.text_at((0, 0)) == "−3"


def test_undo_in_a_box_is_the_labs_own(lab: LabView) -> None:
    box = lab.controls.stride.boxes[0]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert lab.lab.sweep.stride == (2, 1)
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lab.lab.sweep.stride == (1, 1) and box.number() == 1


def test_keys_play_step_and_go_to_the_ends(lab: LabView) -> None:
    grid = lab.grids[LabPart.OUTPUT]
    grid.setFocus()
    assert lab.walk is not None
    for key, cell in ((Qt.Key.Key_End, 15), (Qt.Key.Key_Comma, 14), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Period, 1), (Qt.Key.Key_Down, 5)):
        QTest.keyClick(grid, key)
        assert lab.walk.cell == cell
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert playing(lab)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert not playing(lab)


def test_every_named_kernel_is_a_press_away(lab: LabView) -> None:
    for name, rows in KERNELS.items():
        press(lab.head.chips.chips[name])
        assert lab.lab.kernel == rows and [known for known, chip in lab.head.chips.chips.items() if chip.isChecked()] == [name]
    assert cells(lab.grids[LabPart.KERNEL], 3, 3) == ["−1", "−2", "−1", "0", "0", "0", "1", "2", "1"]


def test_a_window_that_does_not_fit_says_so_and_can_be_undone(lab: LabView) -> None:
    lab.edit(lab.lab.with_window((9, 9)))
    assert "a 9×9 kernel does not fit a 6×6 input" in lab.foot.size_line.text() and lab.foot.size_line.property("look") == "error"
    assert lab.grids[LabPart.OUTPUT].isHidden() and not lab.player.play.isEnabled() and lab.foot.text() == ""
    lab.undo()
    assert lab.grids[LabPart.OUTPUT].isVisible() and lab.player.play.isEnabled() and lab.foot.size_line.property("look") == "muted"


def test_a_digit_is_an_input_too(lab: LabView) -> None:
    lab.choose_matrix("digit 3")
    assert lab.lab.size == (8, 8) and lab.controls.matrix.currentText() == "digit 3"
    assert max(value for row in lab.lab.matrix for value in row) <= 1
    lab.controls.matrix_size.boxes[0].stepBy(1)
    assert lab.lab.size == (9, 8) and lab.lab.name == ""


def test_a_large_picture_is_shown_with_its_whole_result_at_once(lab: LabView, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = tuple(tuple(float(row == column) for column in range(28)) for row in range(28))
    monkeypatch.setattr(LabMatrices, "matrix", lambda *_: picture)
    lab.choose_matrix("probe")
    assert lab.lab.name == "probe" and all(value is not None for row in lab.grids[LabPart.OUTPUT].cells().values for value in row)
    grid = lab.grids[LabPart.INPUT]
    assert not grid.is_readable() and grid.text_at((0, 0)) == ""
    QTest.mouseMove(grid, middle(grid, (27, 27)))
    assert framed(lab.grids[LabPart.OUTPUT]) == {(25, 25)} and "lies under 1 window: ×1" in lab.foot.text()


def test_it_fits_a_narrow_dock_with_everything_unfolded(lab: LabView, themes: Themes) -> None:
    lab.resize(themes.current().px("dock_column_width"), 640)
    QApplication.processEvents()
    lab.head.fold.setChecked(True)
    lab.edit(lab.lab.with_sweep(padding=(1, 2, 3, 4)))
    QApplication.processEvents()
    assert lab.controls.padding.sides.isVisible() and lab.minimumSizeHint().width() <= themes.current().px("dock_column_width")


def test_without_a_picture_the_lab_says_so_and_stays(lab: LabView) -> None:
    told: list[str] = []
    lab.told.connect(told.append)
    lab.choose_matrix("probe")
    assert told and "there is no picture" in told[0]
    assert lab.lab.name == "lecture" and lab.controls.matrix.currentText() == "lecture matrix 6×6"
