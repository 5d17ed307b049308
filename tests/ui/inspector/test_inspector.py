import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.blocks import BLOCK_TYPES
from designer.ui.document import Document
from designer.ui.inspector.panel import Inspector
from designer.ui.inspector.problem_box import FixButton
from designer.ui.theme import ThemeChoice, Themes

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def break_conv2(document: Document) -> None:
    document.attempt("Break", lambda old: edits.set_field(old, "conv2", "kernel", (25, 25)))
    document.select(["conv2"])


def test_screen_readers_are_told_id_and_type(inspector: Inspector, document: Document) -> None:
    area = inspector.findChild(QScrollArea)
    assert area is not None
    assert area.accessibleName() == "Inspector, the network"
    document.select(["conv2"])
    assert area.accessibleName() == "Inspector, conv2, Convolution"


def test_why_follows_every_edit_and_its_undo(inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    document.attempt("", lambda old: edits.set_field(old, "conv2", "filters", 8))
    assert "= 1,208" in inspector.why.accessibleName()
    document.undo()
    assert "= 2,416" in inspector.why.accessibleName()


def test_problem_stands_on_top_with_fixes_that_say_their_outcome(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    break_conv2(document)
    assert not inspector.why.isVisible()
    (problem,) = inspector.problem_boxes
    assert problem.accessibleName().startswith("conv2: a 25×25 kernel does not fit a 14×14 input")
    same = next(button for button in problem.buttons if button.text() == "Padding SAME")
    assert isinstance(same, FixButton)
    assert same.outcome() == "After it: conv2 16×14×14 → dense1 120 → dense2 84 · 165,386 parameters · no error left"
    QTest.mouseClick(same, Qt.MouseButton.LeftButton)
    assert document.undo_label == "Fix conv2: Padding SAME"
    assert inspector.problem_boxes == []
    document.undo()
    assert len(inspector.problem_boxes) == 1


def test_ctrl_z_takes_back_a_fix_that_was_just_pressed(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    elsewhere = QLineEdit(inspector.window())  # with a Ctrl+Z of its own, as the search of the palette: Qt would give it the keys
    elsewhere.show()
    break_conv2(document)
    broken = document.architecture
    button = next(button for button in inspector.problem_boxes[0].buttons if button.text() == "Padding SAME")
    button.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert document.architecture is not broken
    focused = QApplication.focusWidget()
    assert focused is not None and inspector.isAncestorOf(focused)
    QTest.keyClick(focused, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.architecture is broken


def test_warning_is_silenced_on_its_block(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.set_classes(5)
    warned = next(problem for problem in document.analysis.warnings if problem.block)
    assert warned.block is not None
    document.select([warned.block])
    silence = next(button for button in inspector.findChildren(QPushButton) if button.accessibleName().startswith("Silence"))
    QTest.mouseClick(silence, Qt.MouseButton.LeftButton)
    assert warned not in document.analysis.problems
    assert document.architecture.by_id[warned.block].quiet == (warned.code,)
    document.undo()
    assert warned in document.analysis.problems


def test_network_is_shown_while_nothing_is_selected(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    assert inspector.network.isVisible()
    name, notes = inspector.network.name, inspector.network.notes
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "mine")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert document.architecture.name == "mine"
    notes.setFocus()
    notes.selectAll()
    QTest.keyClicks(notes, "first try")
    QTest.keyClick(notes, Qt.Key.Key_Tab)
    assert document.architecture.notes == "first try"
    document.undo()
    document.undo()
    assert name.text() == document.architecture.name
    assert notes.toPlainText() == document.architecture.notes


def test_removed_block_leaves_the_inspector(inspector: Inspector, document: Document) -> None:
    document.select(["conv2"])
    document.attempt("", lambda old: edits.remove_blocks(old, "conv2")[0])
    assert inspector.form is None
    assert inspector.network.isVisible()
    document.undo()


def test_nothing_is_cut_off_at_300_px_and_it_scrolls(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    document.attempt("", lambda old: edits.set_field(old, "conv2", "padding", (1, 2, 3, 4)))
    area = inspector.findChild(QScrollArea)
    assert area is not None
    content = area.widget()
    assert content is not None
    for name in document.architecture.by_id:
        document.select([name])
        qtbot.waitUntil(lambda: content.minimumSizeHint().width() <= area.viewport().width() <= 300)
    break_conv2(document)
    inspector.window().resize(300, 400)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)


def test_everything_that_takes_the_focus_has_a_name_in_every_theme(inspector: Inspector, document: Document, themes: Themes) -> None:
    for block_type in ("conv2d", "input", "batch_norm", "max_pool"):
        if block_type == "input":
            document.select(["input"])
        else:
            architecture, name = edits.add_block(document.architecture, BLOCK_TYPES[block_type]())
            document.apply("", architecture)
            document.select([name])
        for choice in ThemeChoice:
            themes.choose(choice)
            assert not inspector.grab().isNull()
        reached = [widget for widget in inspector.findChildren(QWidget) if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert reached
        assert [widget for widget in reached if not widget.accessibleName()] == []


@pytest.mark.parametrize("selection", [("conv1",), ("relu1",), ("dense1", "dense2")])
def test_fields_stay_at_the_top_and_beside_their_names_however_large_the_dock(
    inspector: Inspector, document: Document, qtbot: QtBot, themes: Themes, selection: tuple[str, ...]
) -> None:
    document.select(selection)
    window, form = inspector.window(), inspector.form
    assert form is not None
    window.resize(300, 900)
    qtbot.waitUntil(lambda: inspector.height() == 900)
    QApplication.processEvents()
    rows = [*form.rows.values(), form.title_row]

    def places() -> list[int]:
        return [row.mapTo(inspector, QPoint()).y() for row in rows if row is not None]

    before = places()
    assert before == sorted(before) and 0 < before[0] < 30
    window.resize(1000, 1400)  # as after closing the maps and the lower row
    qtbot.waitUntil(lambda: inspector.size().toTuple() == (1000, 1400))
    QApplication.processEvents()
    assert places() == before
    assert all(row.width() <= 2 * themes.current().px("inspector_width") for row in rows if row is not None)


def test_fixes_stand_best_first_and_tell_the_error_that_is_left(inspector: Inspector, document: Document) -> None:
    network = edits.set_field(document.architecture, "pool2", "kernel", 7)
    document.apply("", edits.set_field(network, "pool2", "padding", [5, 5]))
    document.attempt("", lambda old: edits.set_field(old, "input", "shape", [1, 10, 10]))
    document.select(["pool2"])
    (box,) = inspector.problem_boxes
    outcomes = [button.outcome() for button in box.buttons if isinstance(button, FixButton)]
    assert [button.text() for button in box.buttons] == ["Padding 3", "Padding VALID"]
    assert outcomes[0].endswith("no error left")
    assert outcomes[1].endswith("1 error left, on pool2")


def test_a_title_in_a_fix_is_shown_to_the_letter(inspector: Inspector, document: Document) -> None:
    document.apply("", edits.set_title(document.architecture, "conv1", "<b>R&D</b>"))
    document.apply("", edits.remove_blocks(document.architecture, "relu1")[0])
    document.apply("", edits.remove_blocks(document.architecture, "pool1")[0])
    document.select(["conv2"])
    (box,) = inspector.problem_boxes
    (fix, _) = box.buttons
    assert fix.text() == "Insert ReLU after <b>R&&D</b>"
    assert fix.accessibleName() == "Insert ReLU after <b>R&D</b>"
