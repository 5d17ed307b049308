from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.blocks import BLOCK_TYPES, palette
from designer.network.fields import fields_of
from designer.ui.document import Document
from designer.ui.inspector.boxes import WholeBox
from designer.ui.inspector.field_row import FieldRow
from designer.ui.inspector.panel import Inspector

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def row(inspector: Inspector, name: str) -> FieldRow:
    assert inspector.form is not None
    return inspector.form.rows[name]


def box(inspector: Inspector, name: str, index: int = 0) -> Any:
    return row(inspector, name).editor.boxes()[index]


def subject(inspector: Inspector) -> str:
    area = inspector.findChild(QScrollArea)
    assert area is not None
    return area.accessibleName()


def text_of(widget: QWidget) -> str:
    line = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line.text()


def type_into(qtbot: QtBot, widget: QWidget, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(widget, text)
    if end is not None:
        QTest.keyClick(widget, end)


def spec(document: Document, block: str) -> Any:
    return document.architecture.by_id[block].spec


def wheel(widget: QWidget) -> None:
    center = QPointF(widget.rect().center())
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(center, center, QPoint(), QPoint(0, 120), buttons, keys, phase, False)
    QApplication.sendEvent(widget, event)


def test_every_type_gets_an_editor_for_each_of_its_fields(inspector: Inspector, document: Document) -> None:
    for block_type in BLOCK_TYPES.values():
        architecture, name = edits.add_block(document.architecture, block_type()) if block_type.TYPE != "input" else (document.architecture, "input")
        document.apply("", architecture)
        document.select([name])
        assert inspector.form is not None
        assert tuple(inspector.form.rows) == tuple(fields_of(block_type))
        for field, shown in inspector.form.rows.items():
            declared = fields_of(block_type)[field]
            assert all(declared.doc in editor.toolTip() or editor.accessibleName() for editor in shown.editor.boxes())
            assert declared.allowed() in shown.editor.toolTip()


def test_typed_number_counts_at_enter_and_is_undone(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    kept = box(inspector, "kernel")
    type_into(qtbot, kept, "3")
    assert spec(document, "conv2").kernel == (3, 5)
    assert document.undo_label == "Set kernel 5 → 3×5 in conv2"
    document.undo()
    assert spec(document, "conv2").kernel == (5, 5)
    assert box(inspector, "kernel") is kept
    assert text_of(kept) == "5"


def test_typed_number_counts_when_the_typing_pauses(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    type_into(qtbot, box(inspector, "filters"), "32", end=None)
    assert spec(document, "conv2").filters == 16
    qtbot.waitUntil(lambda: spec(document, "conv2").filters == 32, timeout=5_000)


def test_typed_number_counts_when_another_block_is_selected(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    type_into(qtbot, box(inspector, "filters"), "32", end=None)
    document.select(["conv1"])
    assert spec(document, "conv2").filters == 32
    assert spec(document, "conv1").filters == 6


def test_steps_within_a_second_are_one_undo_step(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv1"])
    filters = box(inspector, "filters")
    filters.setFocus()
    for _ in range(3):
        QTest.keyClick(filters, Qt.Key.Key_Up)
    assert spec(document, "conv1").filters == 9
    assert document.undo_label == "Set filters 6 → 9 in conv1"
    document.undo()
    assert spec(document, "conv1").filters == 6
    assert not document.can_undo


@pytest.mark.parametrize("wrong", ["x", "", "0", "1025", "3.5", "9" * 40])
def test_wrong_text_stays_with_the_reason_and_the_old_value_in_force(qtbot: QtBot, inspector: Inspector, document: Document, wrong: str) -> None:
    document.select(["conv2"])
    before = document.architecture
    stride = box(inspector, "stride")
    if wrong:
        type_into(qtbot, stride, wrong)
    else:
        stride.setFocus()
        QTest.keyClick(stride, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(stride, Qt.Key.Key_Delete)
        QTest.keyClick(stride, Qt.Key.Key_Return)
    assert document.architecture is before
    assert text_of(stride) == wrong
    assert stride.property("invalid") is True
    assert "allowed is a whole number from 1 to 1,024" in row(inspector, "stride").reason()
    type_into(qtbot, box(inspector, "filters"), "17")
    assert text_of(stride) == wrong
    type_into(qtbot, stride, "2")
    assert spec(document, "conv2").stride == (2, 1)
    assert row(inspector, "stride").reason() == ""
    assert stride.property("invalid") is False


def test_escape_takes_wrong_text_back(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    stride = box(inspector, "stride")
    type_into(qtbot, stride, "x")
    QTest.keyClick(stride, Qt.Key.Key_Escape)
    assert text_of(stride) == "1"
    assert row(inspector, "stride").reason() == ""


def test_control_z_in_a_field_undoes_the_last_edit(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    stride = box(inspector, "stride")
    type_into(qtbot, stride, "2")
    QTest.keyClick(stride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert spec(document, "conv2").stride == (1, 1)
    assert text_of(stride) == "1"


def test_wheel_changes_nothing_without_focus(inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    inspector.focus_first_field()
    assert box(inspector, "filters").hasFocus()
    for name in ("kernel", "padding", "start"):
        wheel(box(inspector, name))
    assert not document.can_undo
    wheel(box(inspector, "filters"))
    assert spec(document, "conv2").filters == 17


def test_check_box_and_combo(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    bias = box(inspector, "bias")
    assert isinstance(bias, QCheckBox)
    bias.setFocus()
    QTest.keyClick(bias, Qt.Key.Key_Space)
    assert spec(document, "conv2").bias is False
    document.undo()
    assert bias.isChecked()
    start = box(inspector, "start")
    assert isinstance(start, QComboBox)
    start.setFocus()
    QTest.keyClick(start, Qt.Key.Key_Down)
    assert spec(document, "conv2").start == start.itemText(1)
    document.undo()
    assert start.currentText() == "random"


def test_number_with_a_fraction(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    architecture, name = edits.insert_after(document.architecture, "relu3", BLOCK_TYPES["dropout"]())
    document.apply("", architecture)
    document.select([name])
    type_into(qtbot, box(inspector, "rate"), "0,25")
    assert spec(document, name).rate == 0.25
    type_into(qtbot, box(inspector, "rate"), "1")
    assert spec(document, name).rate == 0.25
    assert "below 1" in row(inspector, "rate").reason()


def test_title_and_frozen(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv1"])
    assert inspector.form is not None
    assert inspector.form.title_row is not None
    assert inspector.form.frozen_row is not None
    type_into(qtbot, inspector.form.title_row.editor.boxes()[0], "edges")
    assert document.architecture.by_id["conv1"].title == "edges"
    assert "edges" in subject(inspector)
    frozen = inspector.form.frozen_row.editor.boxes()[0]
    frozen.setFocus()
    QTest.keyClick(frozen, Qt.Key.Key_Space)
    assert document.architecture.by_id["conv1"].frozen
    assert document.undo_label == "Freeze conv1"
    document.undo()
    document.undo()
    assert "conv1" in subject(inspector)
    document.select(["relu1"])
    assert inspector.form.frozen_row is None


def test_title_that_is_too_long_is_refused_with_the_documents_reason(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv1"])
    assert inspector.form is not None
    shown = inspector.form.title_row
    assert shown is not None
    title = shown.editor.boxes()[0]
    assert isinstance(title, QLineEdit)
    title.setFocus()
    QApplication.clipboard().setText("x" * 1_001)
    QTest.keyClick(title, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert document.architecture.by_id["conv1"].title == ""
    assert "at most 1,000" in shown.reason()
    assert len(title.text()) == 1_001


def test_several_blocks_share_fields_and_say_mixed(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv1", "conv2"])
    assert subject(inspector) == "Inspector, 2 blocks, Convolution"
    filters = box(inspector, "filters")
    assert isinstance(filters, WholeBox)
    assert text_of(filters) == ""
    assert filters.lineEdit().placeholderText() == "mixed"
    type_into(qtbot, filters, "12")
    assert (spec(document, "conv1").filters, spec(document, "conv2").filters) == (12, 12)
    document.undo()
    assert (spec(document, "conv1").filters, spec(document, "conv2").filters) == (6, 16)
    assert text_of(filters) == ""
    document.select(["conv1", "dense1"])
    assert inspector.form is not None
    assert list(inspector.form.rows) == ["bias"]


def test_one_number_stands_for_both_where_pairs_are_mixed(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.attempt("", lambda old: edits.set_field(old, "conv1", "kernel", (3, 7)))
    document.select(["conv1", "conv2"])
    type_into(qtbot, box(inspector, "kernel"), "4")
    assert spec(document, "conv1").kernel == spec(document, "conv2").kernel == (4, 4)


def test_frozen_and_start_of_several_blocks_say_mixed_and_are_set_for_all_in_one_step(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.attempt("", lambda old: edits.set_frozen(edits.set_field(old, "conv1", "start", "edge"), "conv1", True))
    document.select(["conv1", "conv2"])
    start = box(inspector, "start")
    assert inspector.form is not None and inspector.form.frozen_row is not None
    frozen = inspector.form.frozen_row.editor.boxes()[0]
    assert isinstance(start, QComboBox) and isinstance(frozen, QCheckBox)
    assert (start.currentIndex(), frozen.checkState(), frozen.text()) == (-1, Qt.CheckState.PartiallyChecked, "mixed")
    start.setFocus()
    QTest.keyClicks(start, "sobel-x")
    frozen.setFocus()
    QTest.keyClick(frozen, Qt.Key.Key_Space)
    blocks = [document.architecture.by_id[name] for name in ("conv1", "conv2")]
    assert [(block.frozen, spec(document, block.id).start) for block in blocks] == [(True, "sobel-x")] * 2
    assert document.undo_label == "Freeze conv1, conv2"
    document.undo()
    assert frozen.checkState() is Qt.CheckState.PartiallyChecked
    document.undo()
    assert start.currentIndex() == -1


def test_the_fixed_kernel_of_the_palette_is_a_frozen_convolution_with_a_named_kernel(inspector: Inspector, document: Document) -> None:
    entry = next(entry for entries in palette().values() for entry in entries if entry.key == "fixed_kernel")
    document.apply("Add", edits.insert_after(document.architecture, "input", entry.spec, frozen=entry.frozen)[0])
    document.select(["conv3"])
    assert inspector.form is not None and inspector.form.frozen_row is not None
    frozen = inspector.form.frozen_row.editor.boxes()[0]
    assert isinstance(frozen, QCheckBox)
    assert (box(inspector, "start").currentText(), frozen.isChecked()) == ("edge", True)
    report = document.analysis.reports["conv3"]
    assert (report.parameters, report.trainable_parameters) == (80, 0)
