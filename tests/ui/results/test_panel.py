"""The Confusion tab with a scripted worker."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol.events import ProbeChosen
from designer.ui.results.results import PictureQuestion
from designer.ui.training.states import TrainingState
from tests.ui.results.conftest import Desk, MakeDesk, counted

SLOW_MS = 10_000


@pytest.fixture(autouse=True)
def pointer_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are not asked for again under the pointer; a test begins with it somewhere else."""
    monkeypatch.setattr("designer.ui.results.pictures_list.QCursor.pos", lambda: QPoint(-9_999, -9_999))


def train(qtbot: QtBot, desk: Desk, epochs: int) -> None:
    desk.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", epochs))
    with qtbot.waitSignal(desk.session.finished, timeout=SLOW_MS):
        desk.session.train()


def wait_for_pictures(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: bool(desk.panel.pictures.listed().pictures), timeout=SLOW_MS)


def caption(desk: Desk) -> str:
    """Return what stands above the numbers: whose they are, how many are right."""
    head = desk.panel.head
    return f"{head.which.currentText()} · {head.caption.text()}" if head.which.isVisible() else head.caption.text()


def test_before_anything_was_told_it_says_what_to_do(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    assert "Train (F5), or evaluate" in desk.panel.empty.text()
    with qtbot.waitSignal(desk.results.changed, timeout=SLOW_MS):
        QTest.mouseClick(desk.panel.empty.button(), Qt.MouseButton.LeftButton)
    asked = json.loads(desk.heard("EvaluateNetwork")[0])
    assert asked["part"] == "validation" and '"conv1"' in asked["architecture"]
    assert caption(desk).startswith("validation, evaluated ")
    assert desk.panel.matrix.sentence() == "18 of 18 pictures of 0 were recognised: 100 %."


def test_numbers_follow_the_epochs_and_say_which(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 3)
    qtbot.waitUntil(lambda: caption(desk) == "validation, epoch 3 · 93.3 % of 180 right")
    confusion = desk.results.confusion
    assert confusion is not None and confusion.count(4, 9) == 12
    desk.panel.matrix.set_current(4, 9)
    assert desk.panel.sentence.text() == "12 pictures of 4 were taken for 9: 66.7 % of all pictures of 4."


def test_a_click_on_a_cell_lists_its_pictures_and_a_click_on_one_chooses_it(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    wait_for_pictures(qtbot, desk)
    matrix, pictures = desk.panel.matrix, desk.panel.pictures
    assert pictures.title() == "Mistakes: 70"
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=matrix.cell_rect(4, 9).center())
    qtbot.waitUntil(lambda: pictures.title() == "4 taken for 9: 70")
    QTest.mouseClick(pictures.grid.viewport(), Qt.MouseButton.LeftButton, pos=pictures.grid.tile_rect(2).center())
    index, part, walk = desk.chosen[0]
    assert (index, part, walk[:4], len(walk)) == (7, "validation", (3, 5, 7, 9), 60)
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=matrix.cell_rect(3, 3).center())
    qtbot.waitUntil(lambda: pictures.note() == "There are no such pictures.")
    QTest.mouseClick(pictures.all_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pictures.asked() == PictureQuestion() and pictures.title() == "Mistakes: 70")


def test_pictures_are_walked_by_keys_and_more_come_at_the_end(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    wait_for_pictures(qtbot, desk)
    grid = desk.panel.pictures.grid
    QTest.keyClick(grid, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: len(desk.panel.pictures.listed().pictures) == 70, timeout=SLOW_MS)
    QTest.keyClick(grid, Qt.Key.Key_End)
    QTest.keyClick(grid, Qt.Key.Key_Left)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert desk.chosen[0][0] == 3 + 2 * 68
    assert "taken for 9 with 90.0 %" in grid.accessibleName()
    firsts = [json.loads(question)["first"] for question in desk.heard("ListPictures")]
    assert firsts[-1] == 60


def test_the_probe_is_marked_in_the_list(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    wait_for_pictures(qtbot, desk)
    desk.panel.show_probe(ProbeChosen(index=9, count=180, label="4", part="validation"))
    assert desk.panel.pictures.grid.current() == 3
    desk.panel.show_probe(ProbeChosen(index=5, count=180, label="4", part="test"))
    assert desk.panel.pictures.grid.current() == 3, "a test picture is not among these"


def test_numbers_of_a_network_that_was_edited_since_say_so(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    qtbot.waitUntil(lambda: caption(desk).startswith("validation, epoch 1 · 94"))
    desk.document.attempt("filters", lambda architecture: edits.set_field(architecture, "conv1", "filters", 8))
    assert caption(desk).startswith("validation, epoch 1 · edited since · ")
    desk.document.undo()
    assert "edited" not in caption(desk)
    desk.document.attempt("data", lambda architecture: edits.set_training(architecture, "dataset", "mnist"))
    qtbot.waitUntil(lambda: "of another data set" in caption(desk), timeout=SLOW_MS)
    assert not desk.results.can_evaluate()


def test_an_evaluation_tells_how_far_it_is_and_is_cancelled(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk("--slow-evaluation")
    train(qtbot, desk, 1)
    qtbot.waitUntil(lambda: desk.session.state is TrainingState.READY)
    desk.results.evaluate("test")
    qtbot.waitUntil(lambda: caption(desk) == "Evaluating the test pictures: 90 of 180", timeout=SLOW_MS)
    assert desk.panel.head.cancel_button.isVisible() and not desk.panel.head.evaluate_button.isVisible()
    with qtbot.waitSignal(desk.results.told, timeout=SLOW_MS) as told:
        QTest.mouseClick(desk.panel.head.cancel_button, Qt.MouseButton.LeftButton)
    assert told.args == ["The evaluation was cancelled."]
    assert caption(desk).startswith("validation, epoch 1")


def test_a_dead_worker_ends_an_evaluation(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk("--die-on", "EvaluateNetwork")
    with qtbot.waitSignal(desk.session.worker_died, timeout=SLOW_MS):
        desk.results.evaluate("validation")
    assert desk.results.progress is None


def test_one_of_several_findings_is_chosen(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 2)
    qtbot.waitUntil(lambda: caption(desk).startswith("validation, epoch 2"))
    desk.results.evaluate("training")
    which = desk.panel.head.which
    qtbot.waitUntil(lambda: caption(desk).startswith("training, evaluated"), timeout=SLOW_MS)
    assert which.isVisible() and which.count() == 2 and which.currentIndex() == 1
    which.setCurrentIndex(0)
    which.activated.emit(0)
    assert caption(desk).startswith("validation, epoch 2")
    train(qtbot, desk, 3)
    qtbot.waitUntil(lambda: caption(desk).startswith("validation, epoch 3"))


def test_classes_and_pairs_are_sorted_and_lead_to_their_pictures(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    wait_for_pictures(qtbot, desk)
    panel = desk.panel
    panel.show_view("classes")
    table = panel.classes
    assert table.isVisible() and table.rows_model.rows[0].texts[0] == "0"
    table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert table.rows_model.rows[0].texts[:4] == ("4", "18", "10", "44.4 %")
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(0, 0)).center())
    qtbot.waitUntil(lambda: panel.pictures.title() == "4, not recognised: 70", timeout=SLOW_MS)
    panel.show_view("pairs")
    assert [row.texts for row in panel.pairs.rows_model.rows] == [("4", "9", "10", "55.6 %")]


def test_the_numbers_go_to_the_clipboard(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    qtbot.waitUntil(lambda: desk.results.confusion is not None)
    with qtbot.waitSignal(desk.panel.noticed) as noticed:
        desk.panel.head.copy_menu.actions()[0].trigger()
    assert noticed.args == ["The numbers of 10 classes were copied."]
    assert QGuiApplication.clipboard().text().splitlines()[5] == "4\t0\t0\t0\t0\t8\t0\t0\t0\t0\t10"


def test_where_it_is_narrow_the_pictures_are_a_view_of_their_own(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk(width=300)
    train(qtbot, desk, 1)
    qtbot.waitUntil(lambda: desk.results.confusion is not None)
    panel = desk.panel
    assert panel.matrix.isVisible() and not panel.pictures.isVisible()
    QTest.mouseClick(panel.matrix.viewport(), Qt.MouseButton.LeftButton, pos=panel.matrix.cell_rect(4, 9).center())
    assert panel.view() == "pictures" and panel.pictures.isVisible() and not panel.matrix.isVisible()
    qtbot.waitUntil(lambda: panel.pictures.title() == "4 taken for 9: 70", timeout=SLOW_MS)
    panel.resize(900, 320)
    assert panel.view() == "matrix" and panel.matrix.isVisible() and panel.pictures.isVisible()


def test_a_hidden_panel_asks_for_nothing(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    desk.panel.hide()
    train(qtbot, desk, 2)
    qtbot.waitUntil(lambda: desk.results.confusion is not None)
    assert not desk.heard("ListPictures")


def test_pictures_are_asked_for_once_for_each_evaluation(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    desk.results.evaluate("validation")
    wait_for_pictures(qtbot, desk)
    desk.document.attempt("filters", lambda architecture: edits.set_field(architecture, "conv1", "filters", 8))
    desk.document.undo()
    desk.panel.show_view("pairs")
    desk.results.evaluate("test")
    qtbot.waitUntil(lambda: desk.panel.pictures.listed().part == "test", timeout=SLOW_MS)
    assert len(desk.heard("ListPictures")) == 2


def test_pictures_under_the_pointer_wait_while_a_run_is_on(make_desk: MakeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    wait_for_pictures(qtbot, desk)
    grid, asked = desk.panel.pictures.grid, len(desk.heard("ListPictures"))
    monkeypatch.setattr("designer.ui.results.pictures_list.QCursor.pos", lambda: grid.mapToGlobal(grid.rect().center()))
    desk.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 1_000))
    desk.session.train()
    qtbot.waitUntil(lambda: desk.results.finding is not None and desk.results.finding.confusion.told.run == 2, timeout=SLOW_MS)
    desk.panel.pictures._again.timeout.emit()  # as if the second were over
    assert len(desk.heard("ListPictures")) == asked
    with qtbot.waitSignal(desk.session.finished, timeout=SLOW_MS):
        desk.session.stop()
    desk.panel.pictures._again.timeout.emit()
    qtbot.waitUntil(lambda: len(desk.heard("ListPictures")) > asked, timeout=SLOW_MS)


def test_numbers_of_an_older_run_and_damaged_ones_change_nothing(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    train(qtbot, desk, 1)
    qtbot.waitUntil(lambda: desk.results.confusion is not None)
    kept = desk.results.confusion
    for event in (counted([[1, 0], [0, 1]], run=99), counted([[1, 0], [0, 1]], run=0, number=77), counted([[1]], classes=("a",), part="x")):
        desk.session._client.event_received.emit(event)
        assert desk.results.confusion is kept
