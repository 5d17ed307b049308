import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.analysis import Analysis
from designer.network.architecture import Architecture
from designer.network.pytorch_script import Script, script
from designer.ui.code import panel as panel_module
from designer.ui.code.highlighter import documentation_lines, parts
from designer.ui.code.panel import CodePanel
from designer.ui.document import Document
from designer.ui.theme import Theme, ThemeChoice, Themes
from designer.ui.theme_tokens import read_tokens

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def panel(qtbot: QtBot, document: Document, themes: Themes) -> CodePanel:
    panel = CodePanel(document, themes)
    qtbot.addWidget(panel)
    panel.resize(500, 400)
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.text()))
    return panel


def shown(panel: CodePanel) -> str:
    return panel.view.toPlainText() + "\n"


def line_number(panel: CodePanel, text: str) -> int:
    return next(number for number, line in enumerate(shown(panel).splitlines()) if text in line)


def click_line(panel: CodePanel, number: int) -> None:
    places = {block.blockNumber(): area for block, area in panel.view.visible_blocks()}
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, places[number].center().y()))


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Architecture]:
    """Return the list to which every architecture goes that the panel makes a script of."""
    made: list[Architecture] = []

    def watched(architecture: Architecture, analysis: Analysis) -> Script:
        made.append(architecture)
        return script(architecture, analysis)

    monkeypatch.setattr(panel_module, "script", watched)
    return made


def test_the_code_follows_every_edit_and_undo(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    first = script(document.architecture).text
    assert shown(panel) == first
    document.attempt("Filters", lambda old: edits.set_field(old, "conv1", "filters", 9))
    qtbot.waitUntil(lambda: shown(panel) != first)
    assert shown(panel) == script(document.architecture).text
    assert "nn.Conv2d(1, 9, kernel_size=5, padding=2)" in shown(panel)
    document.undo()
    qtbot.waitUntil(lambda: shown(panel) == first)


def test_lines_that_come_and_go_leave_the_others_alone(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    for name in ("relu1", "softmax", "conv2"):
        document.apply("Delete", edits.remove_blocks(document.architecture, [name])[0])
        qtbot.waitUntil(lambda: shown(panel) == script(document.architecture).text)
    for _ in range(3):
        document.undo()
        qtbot.waitUntil(lambda: shown(panel) == script(document.architecture).text)
    document.apply("Rename", edits.set_name(document.architecture, "Another"))
    qtbot.waitUntil(lambda: "class Another(nn.Module)" in shown(panel))


def test_nothing_is_computed_while_nobody_sees_it(qtbot: QtBot, panel: CodePanel, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch)
    panel.hide()
    document.attempt("Filters", lambda old: edits.set_field(old, "conv1", "filters", 9))
    document.attempt("Filters", lambda old: edits.set_field(old, "conv1", "filters", 10))
    QApplication.processEvents()
    assert made == []
    panel.show()
    panel.hide()
    QApplication.processEvents()
    assert made == []
    panel.show()
    qtbot.waitUntil(lambda: made == [document.architecture])
    panel.resize(500, 10)
    document.attempt("Filters", lambda old: edits.set_field(old, "conv1", "filters", 11))
    QApplication.processEvents()
    assert len(made) == 1
    panel.resize(500, 400)
    qtbot.waitUntil(lambda: len(made) == 2)


def test_many_edits_in_a_row_make_one_script(qtbot: QtBot, panel: CodePanel, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch)
    for filters in range(10, 30):
        document.apply("Filters", edits.set_field(document.architecture, "conv1", "filters", filters))
    qtbot.waitUntil(lambda: bool(made))
    assert made == [document.architecture]


def test_the_selected_blocks_lines_are_marked_and_scrolled_to(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    document.select(("dense3",))
    declared, used = line_number(panel, "self.dense3 = "), line_number(panel, "x = self.dense3(x)")
    assert panel.view.marked() == {declared, used}
    assert declared in panel.view.visible_numbers()
    picture = panel.view.viewport().grab().toImage()
    places = {block.blockNumber(): area for block, area in panel.view.visible_blocks()}
    band = QColor(read_tokens("light").colors["code_band"])
    behind = {
        number: sum(picture.pixelColor(x, places[number].center().y()) == band for x in range(picture.width())) for number in (declared - 1, declared)
    }
    assert behind[declared] > picture.width() // 2
    assert behind[declared - 1] == 0
    document.select(())
    assert panel.view.marked() == frozenset()


def test_marks_follow_an_edit_that_moves_the_lines(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    document.select(("dense3",))
    before = panel.view.marked()
    document.attempt("Delete", lambda old: edits.remove_blocks(old, ["relu1"])[0])
    qtbot.waitUntil(lambda: panel.view.marked() != before)
    assert panel.view.marked() == {line_number(panel, "self.dense3 = "), line_number(panel, "x = self.dense3(x)")}


def test_a_click_selects_the_lines_block(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    number = line_number(panel, "self.conv1 = ")
    document.select(("conv2",))
    with qtbot.waitSignal(panel.block_chosen) as told:
        click_line(panel, number)
    assert told.args == ["conv1"]
    assert document.selection == ("conv1",)
    with qtbot.assertNotEmitted(panel.block_chosen):
        click_line(panel, line_number(panel, "super().__init__()"))
    assert document.selection == ("conv1",)


def test_enter_selects_the_block_of_the_carets_line(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    cursor = panel.view.textCursor()
    cursor.setPosition(panel.view.document().findBlockByNumber(line_number(panel, "x = self.pool2(x)")).position())
    panel.view.setTextCursor(cursor)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert document.selection == ("pool2",)


def test_dragging_over_text_selects_text_not_blocks(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    viewport = panel.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(5, 20))
    QTest.mouseMove(viewport, QPoint(200, 90))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(200, 90))
    assert panel.view.textCursor().hasSelection()
    assert document.selection == ()


def test_copy_takes_the_script_as_the_document_is_now(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    told: list[str] = []
    document.noticed.connect(told.append)
    document.attempt("Filters", lambda old: edits.set_field(old, "conv1", "filters", 9))
    QTest.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    text = script(document.architecture).text
    assert QGuiApplication.clipboard().text() == text
    assert told == [f"Copied {len(text.splitlines())} lines of Python."]


def test_errors_are_told_instead_of_code(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    document.attempt("Break", lambda old: edits.set_field(old, "conv2", "kernel", 25))
    qtbot.waitUntil(panel.empty.isVisible)
    assert panel.empty.text() == f"There is no code while the network has errors.\n{document.analysis.errors[0].message}"
    assert not panel.copy_button.isEnabled() and not panel.save_button.isEnabled()
    with qtbot.waitSignal(panel.problems_requested):
        QTest.mouseClick(panel.empty.button(), Qt.MouseButton.LeftButton)
    document.undo()
    qtbot.waitUntil(panel.view.isVisible)
    assert panel.save_button.isEnabled()


def test_an_empty_network_says_what_it_needs(qtbot: QtBot, themes: Themes) -> None:
    panel = CodePanel(Document(Architecture()), themes)
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    panel.show()
    qtbot.waitUntil(panel.empty.isVisible)
    assert panel.empty.text().startswith("there is nothing to export")
    assert not panel.empty.button().isVisible()


def test_only_what_is_visible_is_coloured(qtbot: QtBot, panel: CodePanel, document: Document) -> None:
    def is_coloured(number: int) -> bool:
        return bool(panel.view.document().findBlockByNumber(number).layout().formats())

    last = line_number(panel, 'if __name__ == "__main__"')
    assert is_coloured(0) and not is_coloured(last)
    panel.view.verticalScrollBar().setValue(last)
    qtbot.waitUntil(lambda: is_coloured(last))


def test_the_theme_changes_the_colours(qtbot: QtBot, panel: CodePanel, themes: Themes) -> None:
    def color() -> QColor:
        coloured = panel.view.document().findBlockByNumber(0).layout().formats()  # kept: what is in it belongs to it
        return QColor(coloured[0].format.foreground().color())

    assert color() == QColor(read_tokens("light").colors["code_string"])
    themes.choose(ThemeChoice.DARK)
    assert color() == QColor(read_tokens("dark").colors["code_string"])


@pytest.mark.parametrize("name", ["light", "dark", "high-contrast"])
@pytest.mark.parametrize("color", ["code_text", "code_keyword", "code_string", "code_number", "code_muted", "code_result"])
@pytest.mark.parametrize("ground", ["code_background", "code_band"])
def test_code_is_readable(name: str, color: str, ground: str, qapp: QApplication) -> None:
    from tests.ui.test_theme import contrast

    assert contrast(Theme(read_tokens(name)), color, ground) >= 4.5


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ('x = self.conv1(x)  # 6×28×28 "a"', ["keyword", "comment"]),
        ("def train(a: int = 3) -> None:", ["keyword", "name", "number", "keyword"]),
        ('print(f"#{x:.1%}", 1e-05, conv1, "it\\"s")', ["string", "number", "string"]),
        ("class LeNet5(nn.Module):", ["keyword", "name"]),
    ],
)
def test_parts_of_a_line(line: str, kinds: list[str]) -> None:
    assert [kind for _, _, kind in parts(line)] == kinds


def test_the_documentation_ends_where_it_ends() -> None:
    assert documentation_lines(['"""One line"""', "x"]) == range(1)
    assert documentation_lines(['"""First', 'second \\"\\"\\"', '"""', "x"]) == range(3)
    assert documentation_lines(["x"]) == range(0)
