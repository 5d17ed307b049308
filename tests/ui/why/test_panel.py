"""The Why tab with a worker whose words the test says."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol.commands import AskWhy, CancelWhy
from designer.protocol.events import ProbeChosen, WeightsChanged, WhyEnded, WhyTold
from designer.ui.why.following import Following
from designer.ui.why.questions import Method
from tests.ui.why.conftest import Desk, MakeDesk, answer, answered, asked, found, frame, ready, search

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def test_the_first_look_asks_for_the_saliency_of_the_predicted_class(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    desk.session.frame_drawn.emit(frame())
    question = asked(desk, qtbot)
    assert (question.method, question.target, question.block) == ("saliency", None, "")
    answer(desk, qtbot)
    page = desk.panel.probe
    assert page.isVisible() and page.verdict() == "7 · 91.0 % · score 8.25"
    assert page.moment() == "trained weights"
    assert page.legend.text() == "0 … 0.783"
    assert "score of 7 moves" in page.explanation()


def test_a_hidden_panel_asks_nothing(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    desk.panel.hide()
    count = desk.client.count(AskWhy)
    desk.session.probe_chosen.emit(ProbeChosen(index=1, count=9, label="1"))
    assert desk.client.count(AskWhy) == count and not desk.reasons.is_watched
    desk.panel.show()
    asked(desk, qtbot, count)


def test_live_follows_and_otherwise_the_answer_is_called_old(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    page, count = desk.panel.probe, desk.client.count(AskWhy)
    page.live.click()
    desk.session.probe_chosen.emit(ProbeChosen(index=1, count=9, label="1"))
    assert page.moment() == "trained weights · not of what is shown now"
    page.again.click()
    assert desk.client.count(AskWhy) == count + 1
    answer(desk, qtbot)
    assert page.moment() == "trained weights"
    page.live.click()
    desk.session.frame_drawn.emit(frame(2, revision=2))
    asked(desk, qtbot, count + 1)
    answer(desk, qtbot, revision=2)
    assert desk.reasons.is_current()


def test_the_answer_is_of_the_moment_that_is_looked_at_and_says_so(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    page, count = desk.panel.probe, desk.client.count(AskWhy)
    desk.session.frame_drawn.emit(frame(2, step=40, past="runs/a"))
    asked(desk, qtbot, count)
    answer(desk, qtbot, step=40, past="runs/a")
    assert page.moment() == "looking back: step 40" and desk.reasons.is_current()
    page.live.click()
    desk.session.frame_drawn.emit(frame(3, step=41, past="runs/a"))
    assert page.moment() == "looking back: step 40 · not of what is shown now"
    desk.session.frame_drawn.emit(frame(4, step=40, past="runs/b"))
    assert page.moment().endswith("not of what is shown now"), "the same step of another run"
    desk.session.frame_drawn.emit(frame(5, step=40, past="runs/a"))
    assert page.moment() == "looking back: step 40"
    desk.session.frame_drawn.emit(frame(6))
    assert page.moment().endswith("not of what is shown now"), "back in the present"
    page.again.click()
    answer(desk, qtbot, step=0, past="runs/a", trained=False)
    assert page.moment() == "looking back: before the first step · not of what is shown now"


def test_weights_that_a_person_changed_make_the_answer_old(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    page = desk.panel.probe
    page.live.click()
    desk.client.event_received.emit(WeightsChanged(number=1, block="conv1", edited=True))
    assert page.moment() == "trained weights · not of what is shown now"


def test_in_a_run_training_is_followed_seldom_and_a_person_at_once(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    desk.session.train()
    assert desk.session.is_active
    count = desk.client.count(AskWhy)
    desk.session.frame_drawn.emit(frame(2, run=1, step=5))
    asked(desk, qtbot, count)
    answer(desk, qtbot, run=1, step=5, cost_s=100.0)
    with qtbot.assertNotEmitted(desk.reasons.findChildren(Following)[0].due, wait=250):
        desk.session.frame_drawn.emit(frame(3, run=1, step=6))
    assert desk.client.count(AskWhy) == count + 1, "the next one in half an hour"
    assert desk.panel.probe.moment() == "step 5", "it follows: that is not called old"
    desk.session.frame_drawn.emit(frame(4, step=2, past="runs/a"))
    asked(desk, qtbot, count + 1)


def test_while_an_answer_is_awaited_nothing_more_is_asked(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    count = desk.client.count(AskWhy)
    for step in range(1, 6):
        desk.session.frame_drawn.emit(frame(step, run=1, step=step))
    asked(desk, qtbot, count)
    for step in range(6, 20):
        desk.session.frame_drawn.emit(frame(step, run=1, step=step))
    assert desk.client.count(AskWhy) == count + 1
    answer(desk, qtbot, run=1, step=5)
    asked(desk, qtbot, count + 1)
    assert desk.panel.probe.moment() == "step 5"


def test_what_is_chosen_is_asked(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    choices = desk.panel.probe.choices
    assert not choices.block.isVisible() and not choices.square.isVisible()
    choices.show_method(Method.GRAD_CAM)
    assert choices.block.isVisible() and choices.block.currentText() == "conv2"
    assert (asked(desk, qtbot).method, asked(desk, qtbot).block) == ("gradcam", "conv2")
    answer(desk, qtbot, shape=(10, 10), block="conv2")
    assert "10×10 values" in desk.panel.probe.explanation()
    choices.show_method(Method.OCCLUSION)
    assert (asked(desk, qtbot).patch, asked(desk, qtbot).stride) == (6, 2)
    choices.target.setFocus()
    QTest.keyClick(choices.target, Qt.Key.Key_End)
    assert choices.target.currentText() == "9" and asked(desk, qtbot).target == 9
    answer(desk, qtbot, target=9)
    assert desk.panel.probe.verdict() == "9 · 1.0 % · score 8.25 · said 7"
    assert not desk.panel.probe.colors.isVisible(), "a signed map has the colours around zero"


def test_integrated_gradients_tell_their_gap(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    desk.panel.probe.choices.show_method(Method.INTEGRATED)
    answer(desk, qtbot, attributed=7.9, base_score=0.25)
    assert "The sum is 7.9, the score rises from 0.25 by 8: 0.1 (1.2 %) is missing" in desk.panel.probe.explanation()


def test_a_slow_question_shows_how_far_it_is_and_can_be_cancelled(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    page = desk.panel.probe
    page.choices.show_method(Method.OCCLUSION)
    number = asked(desk, qtbot).number
    desk.client.event_received.emit(WhyTold(number=number, done=30, count=144))
    assert page.moment() == "Computing: 30 of 144 pictures" and page.cancel.isVisible() and not page.again.isVisible()
    page.cancel.click()
    assert desk.client.newest(CancelWhy).number == number
    desk.client.event_received.emit(WhyEnded(number=number))
    assert not page.cancel.isVisible() and page.isVisible() and page.moment() == "trained weights"


def test_a_problem_is_said_in_one_sentence(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    desk.panel.probe.choices.show_method(Method.GRAD_CAM)
    desk.client.event_received.emit(WhyEnded(number=asked(desk, qtbot).number, text="Grad-CAM needs maps"))
    assert desk.panel.empty.isVisible() and desk.panel.empty.text() == "Grad-CAM needs maps"
    desk.panel.probe.choices.show_method(Method.SALIENCY)
    answer(desk, qtbot)
    assert desk.panel.probe.isVisible()


def test_old_answers_and_answers_of_others_are_ignored(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    first = desk.reasons.reason
    desk.client.event_received.emit(answered(desk.client.newest(AskWhy).number))
    desk.client.event_received.emit(answered(999))
    assert desk.reasons.reason is first


def test_a_network_with_problems_and_none(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    desk.document.attempt("kernel", lambda architecture: edits.set_field(architecture, "conv2", "kernel", (40, 40)))
    assert desk.document.analysis.errors
    assert desk.panel.empty.text() == "The network has problems, so it gives no class a score. Solve them first (F8)."
    desk.document.undo()
    desk.client.is_there = False
    desk.document.select(("conv1",))
    assert "worker is not there" in desk.panel.empty.text()


def test_the_pointer_reads_values(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    view = desk.panel.probe.view
    area = view.picture_rect()
    assert area.width() == area.height() > 0
    point = area.topLeft() + QPointF(area.width() * 3.5 / 28, area.height() * 2.5 / 28)
    QTest.mouseMove(view, point.toPoint())
    qtbot.waitUntil(lambda: desk.panel.probe.pixel() == "(2, 3): 0.059")
    view.hover_left.emit()
    assert desk.panel.probe.pixel() == ""


def test_opacity_shows_the_picture_the_map_or_both(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    page = desk.panel.probe
    pictures = []
    for opacity in (0, 50, 100):
        page.opacity.setValue(opacity)
        pictures.append(page.view.grab().toImage())
    centre = pictures[0].rect().center()
    colors = [picture.pixelColor(centre) for picture in pictures]
    assert colors[0].red() == colors[0].green() == colors[0].blue(), "the picture alone is grey"
    assert colors[2].saturation() > 100 and colors[1] not in (colors[0], colors[2])


def test_the_keys_read_values_copy_and_open_the_menu(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    page = desk.panel.probe
    page.view.setFocus()
    for key, value in (
        (Qt.Key.Key_Right, (14, 14)),
        (Qt.Key.Key_Up, (13, 14)),
        (Qt.Key.Key_End, (27, 27)),
        (Qt.Key.Key_Down, (27, 27)),
        (Qt.Key.Key_Home, (0, 0)),
    ):
        QTest.keyClick(page.view, key)
        assert page.view.walked() == value
        assert page.pixel() == page.view.accessibleDescription() == f"{value}: {(value[0] * 28 + value[1]) / 1_000:.3g}"
    answer_again(desk, qtbot, shape=(10, 10))
    assert page.view.walked() is None, "the map has other rows and columns"
    QTest.keyClick(page.view, Qt.Key.Key_Left)
    assert page.view.walked() == (5, 5)
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.view.walked() is None and page.pixel() == ""
    with qtbot.waitSignal(desk.panel.deed_asked) as asked_for:
        QTest.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert asked_for.args is not None and asked_for.args[0] == "copy" and asked_for.args[1].values.shape == (10, 10)
    stops = (page.choices.target, page.live, page.again, page.view, page.opacity, page.colors, page.more)
    page.choices.method.setFocus()
    for widget in stops:
        QTest.keyClick(desk.panel.focusWidget(), Qt.Key.Key_Tab)
        assert desk.panel.focusWidget() is widget, "Tab goes from the top to the bottom"


def answer_again(desk: Desk, qtbot: QtBot, **told: Any) -> None:
    desk.panel.probe.again.click()
    answer(desk, qtbot, **told)


def test_a_worker_that_dies_ends_what_was_on_its_way(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    search(desk, qtbot)
    desk.reasons.ask()
    desk.client.died.emit("the worker is gone")
    assert not desk.reasons.is_asking and not desk.reasons.is_searching
    assert desk.panel.exciting.find_button.isVisible()


@pytest.mark.parametrize("width", [300, 420, 900])
def test_everything_fits_the_width(make_desk: MakeDesk, qtbot: QtBot, width: int) -> None:
    desk = make_desk(width, 420)
    desk.session.frame_drawn.emit(frame())
    for method in Method:
        desk.panel.probe.choices.show_method(method)
        answer(desk, qtbot, block="conv2")
        assert desk.panel.width() == width and desk.panel.probe.width() <= width, method
    desk.client.event_received.emit(found(search(desk, qtbot).number))
    assert desk.panel.exciting.width() <= width
    for tile in range(9):
        assert desk.panel.exciting.grid.tile_rect(tile).right() < width
