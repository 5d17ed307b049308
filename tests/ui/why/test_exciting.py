"""The pictures that excite a map: searched, shown and chosen in the Why tab with a worker whose words the test says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol.commands import CancelWhy
from designer.protocol.events import ExcitingTold, ProbeChosen, WhyEnded
from tests.ui.why.conftest import MakeDesk, found, frame, ready, search

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def test_exciting_pictures_are_searched_shown_and_chosen(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    question, page = search(desk, qtbot), desk.panel.exciting
    assert (question.block, question.channel, question.part, question.count) == ("conv2", 3, "test", 9)
    assert page.channel.maximum() == 15 and page.cancel_button.isVisible() and page.bar.isVisible()
    desk.client.event_received.emit(ExcitingTold(number=question.number, done=90, count=180))
    assert (page.bar.value(), page.bar.maximum()) == (90, 180)
    desk.client.event_received.emit(found(question.number))
    assert page.caption() == "map 3 of conv2 · 180 test pictures · 0 everywhere on 12 · trained weights"
    assert not page.bar.isVisible() and page.find_button.isVisible()
    with qtbot.waitSignal(desk.panel.picture_chosen) as chosen:
        QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=page.grid.tile_rect(4).center())
    assert chosen.args == [14, "test", tuple(range(10, 19))]
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    with qtbot.waitSignal(desk.panel.picture_chosen) as chosen:
        QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert chosen.args is not None and chosen.args[0] == 15
    assert "test picture 15: 5, value 3.75 at (2, 3), which sees rows 4 to 17, columns 6 to 19" in page.grid.accessibleName()
    desk.document.attempt("filters", lambda architecture: edits.set_field(architecture, "conv2", "filters", 3))
    assert page.channel.maximum() == 2


def test_the_frame_lies_around_what_is_seen(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    desk.client.event_received.emit(found(search(desk, qtbot).number))
    rect = desk.panel.exciting.grid.field_rect(0, QRectF(10, 20, 56, 56))
    assert rect == QRectF(10 + 12, 20 + 8, 28, 28)


def test_what_was_found_grows_old_with_the_weights_but_not_with_the_picture(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    question, page = search(desk, qtbot), desk.panel.exciting
    desk.client.event_received.emit(found(question.number, silent=0, step=30, past="runs/a"))
    assert page.caption() == "map 3 of conv2 · 180 test pictures · looking back: step 30 · not of the weights shown now"
    desk.session.frame_drawn.emit(frame(2, step=30, past="runs/a"))
    assert page.caption().endswith("looking back: step 30")
    desk.session.probe_chosen.emit(ProbeChosen(index=1, count=9, label="1"))
    assert page.caption().endswith("looking back: step 30")
    desk.document.attempt("move", lambda architecture: edits.move_cards(architecture, {"conv2": (5.0, 5.0)}))
    assert page.caption().endswith("looking back: step 30"), "a card that moves changes no number"
    desk.document.attempt("filters", lambda architecture: edits.set_field(architecture, "conv2", "filters", 3))
    assert page.caption().endswith("edited since")


def test_a_search_is_cancelled_or_fails_with_a_sentence(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = ready(make_desk, qtbot)
    question, page = search(desk, qtbot), desk.panel.exciting
    page.cancel_button.click()
    assert desk.client.newest(CancelWhy).number == question.number
    desk.client.event_received.emit(WhyEnded(number=question.number))
    assert page.find_button.isVisible() and page.empty.isVisible() and "Find the pictures" in page.empty.text()
    question = search(desk, qtbot)
    desk.client.event_received.emit(WhyEnded(number=question.number, text="the data is gone"))
    assert page.empty.text() == "the data is gone"
