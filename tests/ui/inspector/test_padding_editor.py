from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.document import Document
from designer.ui.inspector.boxes import WholeBox
from designer.ui.inspector.panel import Inspector

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def parts(inspector: Inspector) -> tuple[list[WholeBox], QComboBox]:
    assert inspector.form is not None
    *boxes, combo = inspector.form.rows["padding"].editor.boxes()
    assert isinstance(combo, QComboBox)
    return [box for box in boxes if isinstance(box, WholeBox)], combo


def choose(qtbot: QtBot, combo: QComboBox, text: str) -> None:
    combo.setFocus()
    step = Qt.Key.Key_Down if combo.findText(text) > combo.currentIndex() else Qt.Key.Key_Up
    while combo.currentText() != text:
        QTest.keyClick(combo, step)


def enter(qtbot: QtBot, box: QWidget, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def padding(document: Document, block: str = "conv2") -> Any:
    return document.architecture.by_id[block].spec.padding  # type: ignore[attr-defined]  # only blocks with padding are asked


def test_words_are_chosen_and_undone(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    boxes, combo = parts(inspector)
    assert (combo.currentText(), boxes) == ("VALID", [])
    choose(qtbot, combo, "SAME")
    assert padding(document) == "same"
    document.undo()
    assert padding(document) == "valid"
    assert combo.currentText() == "VALID"


def test_one_number_two_numbers_and_four_sides(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    _, combo = parts(inspector)
    choose(qtbot, combo, "number")
    boxes, _ = parts(inspector)
    enter(qtbot, boxes[0], "2")
    assert padding(document) == (2, 2)
    choose(qtbot, combo, "h × w")
    boxes, _ = parts(inspector)
    assert [box.number() for box in boxes] == [2, 2]
    enter(qtbot, boxes[1], "1")
    assert padding(document) == (2, 1)
    choose(qtbot, combo, "4 sides")
    boxes, _ = parts(inspector)
    assert padding(document) == (2, 2, 1, 1)
    assert [box.accessibleName() for box in boxes] == ["Padding, top", "Padding, bottom", "Padding, left", "Padding, right"]
    enter(qtbot, boxes[3], "0")
    assert padding(document) == (2, 2, 1, 0)
    enter(qtbot, boxes[3], "-1")
    assert padding(document) == (2, 2, 1, 0)
    assert inspector.form is not None
    assert "from 0 to 1,024" in inspector.form.rows["padding"].reason()


def test_value_set_elsewhere_chooses_the_plainest_kind(inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    for value, kind in (((1, 1), "number"), ((1, 2), "h × w"), ((1, 2, 3, 4), "4 sides"), ("same", "SAME")):
        document.apply("", edits.set_field(document.architecture, "conv2", "padding", value))
        assert parts(inspector)[1].currentText() == kind


def test_pools_have_no_four_sides(inspector: Inspector, document: Document) -> None:
    document.select(["pool1"])
    assert parts(inspector)[1].findText("4 sides") == -1


def test_mixed_padding_is_set_for_all(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.select(["conv1", "conv2"])
    _, combo = parts(inspector)
    assert combo.currentIndex() == -1
    choose(qtbot, combo, "VALID")
    assert padding(document, "conv1") == padding(document, "conv2") == "valid"
    document.undo()
    assert combo.currentIndex() == -1
