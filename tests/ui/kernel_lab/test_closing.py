"""Bias and ReLU after the sum: steps of the walk, fields of the lab."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.network.kernel_lab import Mode
from designer.ui.document import Document
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.lab import LabView
from tests.ui.kernel_lab.grids import cells, press


def play_to_the_end(lab: LabView) -> list[tuple[str, str]]:
    """Press *on* to the end of the first result; return the numbers in its cell and what is written below."""
    press(lab.player.first)
    seen = []
    while lab.walk is not None and lab.walk.cell == 0:
        seen.append((lab.grids[LabPart.OUTPUT].text_at((0, 0)), lab.foot.text()))
        press(lab.player.on)
    return seen


def enter_bias(lab: LabView, text: str) -> None:
    field = lab.player.closing.bias
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_bias_and_relu_are_the_last_steps_of_a_result_forwards_and_backwards(lab: LabView) -> None:
    enter_bias(lab, "-3/2")
    press(lab.player.closing.relu)
    lab.player.by_term.setChecked(True)
    press(lab.player.first)
    assert "then&nbsp;+&nbsp;bias&nbsp;(−1.5),&nbsp;then&nbsp;ReLU" in lab.foot.sum.text(), "what is still to come"
    seen = play_to_the_end(lab)
    assert [number for number, _ in seen] == ["0", "0", "0", "0", "0.8", "0.8", "1", "1", "1", "−0.5", "0"]
    assert seen[8][1].endswith(" = 1   9 of 11")
    assert seen[9][1].endswith(" = 1 · + bias (−1.5) = −0.5   10 of 11")
    assert seen[10][1].endswith(" = 1 · + bias (−1.5) = −0.5 · ReLU: max(0, −0.5) = 0")
    back = []
    for _ in range(3):
        press(lab.player.back)
        back.append(lab.grids[LabPart.OUTPUT].text_at((0, 0)))
    assert back == ["0", "−0.5", "1"]
    assert not [mark for mark in lab.grids[LabPart.KERNEL].marks().values() if not mark.hot]


def test_bias_and_relu_belong_to_the_undo_list_of_the_lab(lab: LabView, document: Document) -> None:
    press(lab.player.last)
    enter_bias(lab, "-1,2")
    assert cells(lab.grids[LabPart.OUTPUT], 1, 4) == ["−0.2", "0", "−0.1", "−0.3"]
    press(lab.player.closing.relu)
    assert cells(lab.grids[LabPart.OUTPUT], 1, 4) == ["0", "0", "0", "0"]
    QTest.keyClick(lab.player.closing.bias, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not lab.player.closing.relu.isChecked() and lab.lab.bias == -1.2
    lab.player.closing.bias.setFocus()
    QTest.keyClick(lab.player.closing.bias, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lab.lab.bias == 0 and lab.player.closing.bias.text() == "0" and not document.can_undo


def test_a_bias_that_is_no_number_stays_red_with_the_reason_and_esc_forgets_it(lab: LabView) -> None:
    told: list[str] = []
    lab.told.connect(told.append)
    enter_bias(lab, "much")
    field = lab.player.closing.bias
    assert field.property("invalid") and "a number such as" in told[-1] and lab.lab.bias == 0
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0" and not field.property("invalid")
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert lab.lab.bias == 0.19


def test_a_pool_has_neither_bias_nor_activation(lab: LabView) -> None:
    lab.edit(lab.lab.with_bias(5.0).with_mode(Mode.SUM))
    assert lab.player.closing.isHidden() and "bias" not in lab.foot.text()
    lab.edit(lab.lab.with_mode(Mode.CONVOLVE))
    assert lab.player.closing.isVisible() and "+ bias 5" in lab.foot.text()
