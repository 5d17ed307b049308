import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks import BLOCK_TYPES
from designer.ui.document import Document
from designer.ui.problems_panel import ProblemsPanel
from designer.ui.status_bar import StatusBar
from designer.ui.theme import ThemeChoice, Themes

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, document: Document) -> ProblemsPanel:
    panel = ProblemsPanel(document, Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    panel.show()
    return panel


def break_twice(document: Document) -> None:
    """Give conv2 a kernel that does not fit, and lay a loose block beside."""
    document.attempt("Break", lambda old: edits.set_field(old, "conv2", "kernel", (25, 25)))
    document.apply("Add", edits.add_block(document.architecture, BLOCK_TYPES["relu"]())[0])


def test_no_problems_is_said(panel: ProblemsPanel) -> None:
    assert panel.empty.isVisible()
    assert panel.empty.text() == "No problems"
    assert panel.count() == 0


def test_count_is_told_when_it_changes_and_after_undo(qtbot: QtBot, panel: ProblemsPanel, document: Document) -> None:
    counts: list[int] = []
    panel.count_changed.connect(counts.append)
    break_twice(document)
    assert panel.list.count() == 2 and panel.count() == 1, "the loose block is a hint: listed, not counted"
    document.undo()
    document.undo()
    assert counts == [1, 0]
    assert panel.empty.isVisible()


def test_tab_and_status_line_count_the_same(qtbot: QtBot, panel: ProblemsPanel, document: Document) -> None:
    bar = StatusBar(document, Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(bar)
    document.apply("Clear", Architecture())
    assert (panel.count(), bar.item("problems").text()) == (0, "no problems, 1 hint")
    assert panel.list.isVisible(), "the hint says what to do"
    document.undo()
    break_twice(document)
    numbers = [int(word) for word in bar.item("problems").text().replace(",", "").split() if word.isdigit()]
    assert sum(numbers) == panel.count() == 1


def test_double_click_and_enter_go_to_the_block(qtbot: QtBot, panel: ProblemsPanel, document: Document) -> None:
    break_twice(document)
    blocks = [problem.block for problem in document.analysis.problems]
    place = panel.list.visualItemRect(panel.list.item(1)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(panel.problem_activated) as told:
        QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [blocks[1]]
    assert document.selection == (blocks[1],)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    with qtbot.waitSignal(panel.problem_activated) as told:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert told.args == [blocks[0]]


def test_next_and_previous_go_round(panel: ProblemsPanel, document: Document) -> None:
    break_twice(document)
    gone: list[str] = []
    panel.problem_activated.connect(gone.append)
    panel.list.setCurrentRow(-1)
    for _ in range(3):
        panel.next()
    panel.previous()
    first, second = (problem.block for problem in document.analysis.problems)
    assert gone == [first, second, first, second]


def test_next_does_nothing_without_problems(qtbot: QtBot, panel: ProblemsPanel) -> None:
    with qtbot.assertNotEmitted(panel.problem_activated):
        panel.next()


def test_fix_is_one_undo_step(qtbot: QtBot, panel: ProblemsPanel, document: Document) -> None:
    document.attempt("Break", lambda old: edits.set_field(old, "conv2", "kernel", (25, 25)))
    fix = next(button for button in panel.findChildren(QPushButton) if button.text() == "Kernel 14")
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert document.undo_label == "Fix conv2: Kernel 14"
    assert document.analysis.reports["conv2"].output_shape == (16, 1, 1)
    document.undo()
    assert panel.count() == 1


def test_rows_are_as_high_as_their_text_needs(qtbot: QtBot, panel: ProblemsPanel, document: Document) -> None:
    break_twice(document)
    wide = panel.list.item(0).sizeHint().height()
    panel.resize(220, 300)
    qtbot.waitUntil(lambda: panel.list.item(0).sizeHint().height() > wide)
    assert panel.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == document.analysis.problems[0].message
