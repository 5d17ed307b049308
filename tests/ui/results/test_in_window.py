"""From a number to a probe in the assembled window, with a scripted worker."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol.events import ProbeChosen
from designer.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
LEFT, CONTROL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SLOW_MS = 10_000
MakeWindow = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def pointer_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.ui.results.pictures_list.QCursor.pos", lambda: QPoint(-9_999, -9_999))


def train(window: MainWindow, qtbot: QtBot) -> None:
    window.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 1))
    with qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        window.session.train()


def wait_for_probe(window: MainWindow, qtbot: QtBot, index: int, part: str) -> None:
    def is_there() -> bool:
        probe = window.session.probe
        return probe is not None and (probe.index, probe.part) == (index, part)

    qtbot.waitUntil(is_there, timeout=SLOW_MS)


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1024, 640)])
def test_a_wrong_cell_leads_to_its_pictures_and_one_of_them_to_the_maps(make_window: MakeWindow, qtbot: QtBot, width: int, height: int) -> None:
    window = make_window(width, height)
    panel = window.results_panel
    assert not panel.is_built, "nobody has looked at it yet"
    train(window, qtbot)
    assert not panel.is_built
    QTest.keyClick(window, Qt.Key.Key_M, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: panel.is_built and panel.matrix.isVisible() and panel.matrix.hasFocus(), timeout=SLOW_MS)
    panel.matrix.set_current(4, 9)
    QTest.mouseClick(panel.matrix.viewport(), LEFT, pos=panel.matrix.cell_rect(4, 9).center())
    pictures = panel.pictures
    qtbot.waitUntil(lambda: pictures.isVisible() and pictures.title() == "4 taken for 9: 70", timeout=SLOW_MS)
    with qtbot.waitSignal(window.session.probe_chosen, timeout=SLOW_MS) as chosen:
        QTest.mouseClick(pictures.grid.viewport(), LEFT, pos=pictures.grid.tile_rect(1).center())
    assert chosen.args is not None
    assert (chosen.args[0].index, chosen.args[0].part) == (5, "validation")
    assert window.maps_panel.header.probe_text().startswith("validation #5 · label ")

    with qtbot.waitSignal(window.session.probe_chosen, timeout=SLOW_MS) as chosen:
        window.actions_table["next_probe"].trigger()
    assert chosen.args is not None and chosen.args[0].index == 7, "the next of the list, not of the part"
    assert pictures.grid.current() == 2
    for _ in range(3):
        with qtbot.waitSignal(window.session.probe_chosen, timeout=SLOW_MS) as chosen:
            window.actions_table["previous_probe"].trigger()
    assert chosen.args is not None and chosen.args[0].index == 3 + 2 * 59, "before the first comes the last"


def test_a_probe_that_is_chosen_otherwise_is_stepped_within_its_part(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.session.choose_probe(5, "validation", (3, 5, 9))
    wait_for_probe(window, qtbot, 5, "validation")
    window.session.choose_probe(5, "training")
    wait_for_probe(window, qtbot, 5, "training")
    window.session.step_probe(1)
    wait_for_probe(window, qtbot, 6, "training")


def test_a_new_worker_is_told_the_part_of_the_probe(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.session.choose_probe(12, "validation")
    wait_for_probe(window, qtbot, 12, "validation")
    window.session.kill_worker()
    window.session.begin()
    told: list[ProbeChosen] = []
    window.session.probe_chosen.connect(told.append)
    qtbot.waitUntil(lambda: any((probe.index, probe.part) == (12, "validation") for probe in told), timeout=SLOW_MS)


def test_ctrl_c_copies_what_is_shown(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    train(window, qtbot)
    window.actions_table["show_confusion"].trigger()
    panel = window.results_panel
    qtbot.waitUntil(panel.matrix.hasFocus)
    QTest.keyClick(panel.matrix, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines()[5].startswith("4\t0\t")
    assert window.status_bar.notice.text() == "The numbers of 10 classes were copied."
    panel.show_view("pairs")
    QTest.keyClick(panel.pairs, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines()[1] == "4\t9\t10\t0.555556"


def test_pictures_of_another_data_set_do_not_become_the_probe(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    train(window, qtbot)
    window.actions_table["show_confusion"].trigger()
    qtbot.waitUntil(lambda: bool(window.results_panel.pictures.listed().pictures), timeout=SLOW_MS)
    window.document.attempt("data", lambda architecture: edits.set_training(architecture, "dataset", "mnist"))
    qtbot.waitUntil(lambda: window.results.is_of_other_data, timeout=SLOW_MS)
    before = window.session.probe
    window.results_panel.pictures.grid.chosen.emit(0)
    assert window.status_bar.notice.text().startswith("These pictures are of another data set")
    assert window.session.probe is before


def test_a_picture_that_is_taken_for_something_else_by_now_is_told(make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window()
    train(window, qtbot)
    window.actions_table["show_confusion"].trigger()
    pictures = window.results_panel.pictures
    qtbot.waitUntil(lambda: bool(pictures.listed().pictures), timeout=SLOW_MS)
    said = str(pictures.listed().pictures[0].predicted)
    for now, is_told in ((said, False), ("7" if said != "7" else "8", True)):
        window.status_bar.clear_notice()
        monkeypatch.setattr(window.live_maps, "predicted", lambda end, now=now: now)
        pictures.grid.chosen.emit(0)
        wait_for_probe(window, qtbot, pictures.listed().pictures[0].index, pictures.listed().part)
        window.live_maps.changed.emit(())
        assert (f"with its weights of now the network says {now}" in window.status_bar.notice.text()) == is_told
