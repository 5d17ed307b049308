from __future__ import annotations

import json
import os
import shutil
import socket
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from designer.runs.folder import DESCRIPTION, LOCK, METRICS
from designer.runs.history import HistoryFolder
from designer.runs.home import runs_folder
from designer.ui.runs.columns import COLUMNS, column_number
from tests.runs.run_folders import make_run, metrics_text
from tests.ui.runs.conftest import MakePanel, shown

LEFT = Qt.MouseButton.LeftButton


def live(path: Path) -> Path:
    (path / LOCK).write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
    return path


def test_without_a_run_it_says_how_one_comes_to_be(panel: MakePanel, qtbot: QtBot) -> None:
    at = panel()
    assert at.empty.isVisible() and "Train" in at.empty.text() and "cnn-designer train" in at.empty.text()
    with qtbot.waitSignal(at.train_requested):
        QTest.mouseClick(at.empty.button(), LEFT)


def test_runs_are_listed_newest_first_with_all_that_is_known(three_runs: list[Path], panel: MakePanel) -> None:
    at = panel()
    assert shown(at) == ["LeNet-5, dense twin", "tiny", "LeNet-5"]
    row = {column.key: at.proxy.index(2, number).data() for number, column in enumerate(COLUMNS)}
    assert "2026" in row.pop("date")
    assert row == {
        "name": "LeNet-5", "ended": "completed", "dataset": "digits", "epochs": "3 / 20", "best": "90.0 %", "test": "87.5 %",
        "parameters": "61,706", "device": "cpu", "seconds": "1:00", "notes": "",
    }  # fmt: skip
    assert at.count.text() == "3 runs" and at.view.isVisible()


def test_a_click_on_a_heading_sorts_and_words_filter(three_runs: list[Path], panel: MakePanel) -> None:
    at = panel()
    header, number = at.view.horizontalHeader(), column_number("parameters")
    at.view.horizontalScrollBar().setValue(at.view.horizontalScrollBar().maximum())
    place = QPoint(header.sectionViewportPosition(number) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    assert shown(at, number) == ["1,452,334", "61,706", "900"]
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    assert shown(at, number) == ["900", "61,706", "1,452,334"]
    QTest.keyClicks(at.filter, "lenet digits")
    assert shown(at) == ["LeNet-5", "LeNet-5, dense twin"] and at.count.text() == "2 of 3 runs"
    at.filter.clear()
    assert len(shown(at)) == 3


def test_a_damaged_folder_shows_its_problem_and_spoils_nothing(three_runs: list[Path], panel: MakePanel) -> None:
    (three_runs[1] / DESCRIPTION).write_text("{")
    (runs_folder() / "20260104-empty").mkdir()
    at = panel()
    ended = dict(zip(shown(at), shown(at, column_number("ended")), strict=True))
    assert ended["20260102-b"].startswith("damaged: run.json cannot be read") and ended["20260104-empty"].startswith("damaged")
    assert ended["LeNet-5"] == "completed"


def test_runs_that_come_and_go_are_noticed(three_runs: list[Path], panel: MakePanel, qtbot: QtBot) -> None:
    at = panel()
    make_run(runs_folder() / "20260105-new", name="new")
    qtbot.waitUntil(lambda: "new" in shown(at))
    shutil.rmtree(three_runs[0])
    qtbot.waitUntil(lambda: "LeNet-5" not in shown(at))
    assert len(shown(at)) == 3


@pytest.mark.usefixtures("followed_closely")
def test_a_run_that_is_on_is_marked_and_followed(panel: MakePanel, qtbot: QtBot) -> None:
    path = live(make_run(runs_folder() / "20260101-a", epochs=1, result={"ending": ""}))
    at = panel()
    ended, epochs = column_number("ended"), column_number("epochs")
    assert (shown(at, ended), shown(at, epochs)) == (["running"], ["1 / 20"])
    assert at.proxy.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()
    (path / METRICS).write_text(metrics_text(1, 40))
    qtbot.waitUntil(lambda: shown(at, epochs) == ["4 / 20"])
    at.view.selectRow(0)
    assert not at.actions_of_runs["delete"].isEnabled()
    (path / LOCK).unlink()
    qtbot.waitUntil(lambda: shown(at, ended) == ["broke off"])


def test_what_nobody_looks_at_is_left_alone(three_runs: list[Path], panel: MakePanel, qtbot: QtBot) -> None:
    at = panel()
    at.look(False)
    make_run(runs_folder() / "20260105-new", name="new")
    at.reader.refresh()
    assert "new" not in shown(at)
    at.look(True)
    qtbot.waitUntil(lambda: "new" in shown(at))


def test_a_thousand_runs_never_hold_up_the_window(panel: MakePanel, qtbot: QtBot) -> None:
    first = make_run(runs_folder() / "20260101-0000")
    for number in range(1, 300):
        shutil.copytree(first, runs_folder() / f"20260101-{number:04}")
    at = panel()
    assert len(shown(at)) == 300
    at.look(False)
    turns: list[int] = []
    at.reader.found.connect(lambda run: turns.append(len(at.reader._waiting)))
    at.reader._signatures.clear()
    at.look(True)
    assert not turns, "nothing is read before the event loop goes round"
    with qtbot.waitSignal(at.reader.settled):
        pass
    assert len(turns) == 300


def test_space_ticks_and_a_ninth_run_is_refused_with_a_reason(panel: MakePanel, qtbot: QtBot) -> None:
    for number in range(9):
        make_run(runs_folder() / f"2026010{number}-x", epochs=1)
    at = panel()
    at.focus_table()
    at.view.selectAll()
    told: list[str] = []
    at.overlays.told.connect(told.append)
    QTest.keyClick(at.view, Qt.Key.Key_Space)
    assert [run.number for run in at.overlays.runs] == list(range(1, 9))
    assert told == ["At most 8 runs can be laid over each other; take one out first."]
    qtbot.waitUntil(lambda: all(len(run.curves.loss.training) == 10 for run in at.overlays.runs))
    assert shown(at)[0].startswith("1  ")
    at.view.clearSelection()
    at.view.setCurrentIndex(at.proxy.index(2, 0))
    QTest.keyClick(at.view, Qt.Key.Key_Return)
    assert sorted(at.overlays.numbers.values()) == [1, 2, 4, 5, 6, 7, 8]
    at.view.setCurrentIndex(at.proxy.index(8, 0))
    QTest.keyClick(at.view, Qt.Key.Key_Return)
    assert sorted(at.overlays.numbers.values()) == list(range(1, 9)), "the free number is taken"


@pytest.mark.usefixtures("followed_closely")
def test_the_curves_of_a_run_that_is_on_grow(panel: MakePanel, qtbot: QtBot) -> None:
    path = live(make_run(runs_folder() / "20260101-a", epochs=1, result={"ending": ""}))
    at = panel()
    at.overlays.tick(at.model.run(0))
    qtbot.waitUntil(lambda: at.overlays.runs[0].curves.last_step == 10)
    with (path / METRICS).open("a") as file:
        file.write(metrics_text(11, 25))
    qtbot.waitUntil(lambda: at.overlays.runs[0].curves.last_step == 25)
    assert at.overlays.runs[0].curves.loss.training.values.tolist() == [2 / step for step in range(1, 26)]
    (path / LOCK).unlink()
    with (path / METRICS).open("a") as file:
        file.write(metrics_text(26, 26))
    qtbot.waitUntil(lambda: at.overlays.runs[0].curves.last_step == 26)


def test_notes_are_typed_in_place(three_runs: list[Path], panel: MakePanel, qtbot: QtBot) -> None:
    at = panel()
    at.focus_table()
    QTest.keyClick(at.view, Qt.Key.Key_F2)
    editor = at.view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    with qtbot.waitSignal(at.notes_written) as told:
        QTest.keyClicks(editor, "warm-up")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args is not None and (told.args[0].path, told.args[1]) == (three_runs[2], "warm-up")


def test_what_cannot_be_done_is_not_offered(three_runs: list[Path], panel: MakePanel) -> None:
    (three_runs[2] / "best.safetensors").write_bytes(b"")
    for step in (0, 1):
        HistoryFolder(three_runs[2]).keep(step, b"", None)
    at = panel()
    offered, keys = at.actions_of_runs, ("open", "past", "best", "last", "delete", "copy", "export", "curves", "continue")
    assert not any(offered[key].isEnabled() for key in keys)
    at.view.selectRow(0)
    enabled = {key for key in keys if offered[key].isEnabled()}
    assert enabled == {"open", "past", "best", "delete", "copy", "export"}
    offered.show_training(True)
    assert not offered["best"].isEnabled() and offered["open"].isEnabled()
    at.view.selectAll()
    assert not offered["open"].isEnabled() and offered["delete"].isEnabled()


def test_the_menu_has_every_action_and_so_has_the_button(three_runs: list[Path], panel: MakePanel, qtbot: QtBot) -> None:
    at = panel()
    at.view.selectRow(0)
    at.view.menu_requested.disconnect()  # the offscreen plugin warns of every menu that a window opens
    with qtbot.waitSignal(at.view.menu_requested):
        QApplication.sendEvent(at.view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = QMenu(at)
    at.actions_of_runs.fill(menu)
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert {"Open its network", "Restore best weights", "Delete to the bin", "Export for TensorBoard…"} <= set(texts)
    assert [action.text() for action in at.findChildren(QMenu)[0].actions()] == [action.text() for action in menu.actions()]
    with qtbot.waitSignal(at.action_chosen) as told:
        at.actions_of_runs["open"].trigger()
    assert told.args is not None and told.args[0] == "open" and told.args[1][0].path == three_runs[2]
