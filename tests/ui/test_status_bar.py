from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QToolTip
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.templates import load_template
from designer.ui.document import Document
from designer.ui.log_panel import LogPanel
from designer.ui.status_bar import StatusBar
from designer.ui.theme import ThemeChoice, Themes


@pytest.fixture
def bar(qtbot: QtBot, document: Document) -> Iterator[StatusBar]:
    window = QMainWindow()
    qtbot.addWidget(window)
    made = StatusBar(document, Themes(ThemeChoice.LIGHT, window), window)
    window.setStatusBar(made)
    window.resize(1600, 100)
    window.show()
    yield made


def test_totals_are_shown_and_follow_edits(bar: StatusBar, document: Document) -> None:
    texts = [bar.item(key).text() for key in ("parameters", "weights", "dense", "problems")]
    assert texts == ["61,706 parameters", "0.24 MiB weights", "dense layers hold 96 % of them", "no problems"]
    document.attempt("kernel", lambda architecture: edits.set_field(architecture, "conv2", "kernel", (90, 90)))
    assert bar.item("problems").text() == "⚠ 1 error"
    document.undo()
    assert bar.item("problems").text() == "no problems"


@pytest.mark.parametrize("key", ["parameters", "macs", "weights", "dense", "problems", "saved", "zoom"])
def test_every_item_is_a_button_with_a_name(qtbot: QtBot, bar: StatusBar, key: str) -> None:
    assert bar.item(key).accessibleName() == bar.item(key).text() != ""
    with qtbot.waitSignal(bar.pressed, timeout=1_000) as heard:
        QTest.mouseClick(bar.item(key), Qt.MouseButton.LeftButton)
    assert heard.args == [key]


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
@pytest.mark.parametrize(
    ("key", "tip"),
    [
        ("parameters", "Learnable numbers: 61,550 trained, 156 frozen"),
        ("macs", "Multiply-accumulates of convolutions and dense layers for one picture"),
        ("weights", "Weights: 61,706 parameters · 4 bytes = 246,824 bytes"),
        ("dense", "59,134 of 61,706 parameters belong to dense layers"),
        ("problems", "Show the problems and what would mend them"),
        ("zoom", "How large the canvas is drawn; press to fit the whole network"),
    ],
)
def test_pointing_at_an_item_says_what_was_counted(bar: StatusBar, document: Document, key: str, tip: str) -> None:
    document.attempt("Freeze", lambda old: edits.set_frozen(old, "conv1", True))
    item = bar.item(key)
    at = item.rect().center()
    QApplication.sendEvent(item, QHelpEvent(QEvent.Type.ToolTip, at, item.mapToGlobal(at)))
    assert item.toolTip().splitlines()[0] == tip
    QToolTip.hideText()


def test_a_notice_makes_room_for_itself_and_goes(qtbot: QtBot, bar: StatusBar) -> None:
    bar.window().resize(760, 100)
    bar.show_notice("conv1 and conv2 keep their weights; all the other blocks of the network start again at random")
    assert not bar.item("dense").isVisible()
    assert bar.item("problems").isVisible() and bar.item("zoom").isVisible()
    bar.clear_notice()
    assert bar.notice.text() == ""
    bar.window().resize(1600, 100)
    qtbot.waitUntil(lambda: bar.item("dense").isVisible(), timeout=1_000)


def test_the_log_is_bounded_plain_text(qtbot: QtBot) -> None:
    panel = LogPanel(Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(panel)
    for number in range(5_100):
        panel.append(f"<b>line {number}</b>")
    panel.append("x" * 10_000)
    lines = panel.text().splitlines()
    assert len(lines) == 5_000
    assert lines[-2] == "<b>line 5099</b>"
    assert len(lines[-1]) == 2_001
    panel.clear()
    assert panel.text() == ""


def test_an_edit_takes_away_what_was_said_before(qtbot: QtBot) -> None:
    document = Document(load_template("lenet5"))
    bar = StatusBar(document, Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(bar)
    bar.show_notice("Undone: Delete relu1")
    document.attempt("edit", lambda old: edits.set_name(old, "other"))
    assert bar.notice.text() == ""


def test_a_second_notice_does_not_lay_the_bar_out_again(qtbot: QtBot, bar: StatusBar) -> None:
    """Items that were shown only to be hidden again kept the window busy without end while a notice stood there."""
    bar.window().resize(760, 100)
    bar.show_notice("conv1 and conv2 keep their weights; all the other blocks of the network start again at random")
    shown = _Shown()
    for key in ("parameters", "macs", "weights", "dense"):
        bar.item(key).installEventFilter(shown)
    bar.show_notice("conv1 and conv2 keep their weights; all the other blocks of the network start again from random values")
    assert not bar.item("dense").isVisible()
    assert shown.times == 0


class _Shown(QObject):
    """Counts how often widgets are shown or hidden."""

    times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 – the name is Qt's
        self.times += event.type() in (QEvent.Type.Show, QEvent.Type.Hide)
        return False
