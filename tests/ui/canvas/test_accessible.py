"""The canvas for assistive technology: a child for each card."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.blocks import BLOCK_TYPES
from designer.network.templates import load_template
from designer.ui.canvas.accessible import CardAccess, CardInterface
from designer.ui.canvas.view import CanvasView
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import ThemeChoice, Themes
from tests.ui.canvas.person import Canvas

NAME = QAccessible.Text.Name


def interface_of(view: CanvasView) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(view)
    assert found is not None
    return found


def cards(view: CanvasView) -> list[CardInterface]:
    found = interface_of(view)
    children = [found.child(index) for index in range(found.childCount())]
    return [child for child in children if isinstance(child, CardInterface)]


def test_each_card_is_a_child_with_its_words(canvas: Canvas) -> None:
    assert [card.block_id for card in cards(canvas.view)] == list(canvas.document.analysis.order)
    assert cards(canvas.view)[1].text(NAME) == "conv1, Convolution, 6 filters 5 by 5, SAME, output 6 by 28 by 28, 156 parameters, no problem"
    assert {card.role() for card in cards(canvas.view)} == {QAccessible.Role.ListItem}
    parent = cards(canvas.view)[3].parent()
    assert parent is not None and parent.object() is canvas.view
    assert [interface_of(canvas.view).indexOfChild(card) for card in cards(canvas.view)] == list(range(len(cards(canvas.view))))


def test_a_card_lies_where_it_is_seen(canvas: Canvas) -> None:
    card = cards(canvas.view)[2]
    middle = canvas.view.on_screen(canvas.view.canvas_scene.point_of(card.block_id))
    assert card.rect().contains(middle)
    assert interface_of(canvas.view).childAt(middle.x(), middle.y()) is card


def test_selection_is_told(canvas: Canvas) -> None:
    canvas.document.select(["relu1"])
    assert [card.block_id for card in cards(canvas.view) if card.state().selected] == ["relu1"]
    focused = interface_of(canvas.view).focusChild()
    assert isinstance(focused, CardInterface) and focused.block_id == "relu1"


def test_children_follow_edits_and_gone_ones_are_given_back(canvas: Canvas) -> None:
    access = canvas.view.findChild(CardAccess)
    assert access is not None
    before = len(cards(canvas.view))
    assert access.count() == before
    canvas.document.attempt("", lambda old: edits.remove_blocks(old, ["relu1"], close=True)[0])
    assert (len(cards(canvas.view)), access.count()) == (before - 1, before - 1)
    canvas.document.undo()
    assert "relu1" in [card.block_id for card in cards(canvas.view)]
    canvas.document.apply("", edits.add_block(canvas.document.architecture, BLOCK_TYPES["relu"]())[0])
    assert "is not connected" in cards(canvas.view)[-1].text(NAME)


def test_the_problem_is_said(canvas: Canvas) -> None:
    canvas.document.attempt("", lambda old: edits.set_field(old, "conv2", "kernel", (25, 25)))
    assert "a 25 by 25 kernel does not fit" in next(card.text(NAME) for card in cards(canvas.view) if card.block_id == "conv2")


def test_nothing_is_made_until_it_is_asked_for(canvas: Canvas, empty_canvas: Canvas) -> None:
    access = canvas.view.findChild(CardAccess)
    assert access is not None and access.count() == 0
    assert cards(empty_canvas.view) == []


def test_interfaces_go_with_their_canvas(qtbot: QtBot) -> None:
    ids: list[int] = []
    for _ in range(8):
        view = CanvasView(Document(load_template("lenet5")), LiveMaps(), Themes(ThemeChoice.LIGHT))
        view.show()
        ids += [QAccessible.uniqueId(card) for card in cards(view)]
        assert all(QAccessible.accessibleInterface(number) is not None for number in ids[-3:])
        view.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        del view
        gc.collect()
    assert [number for number in ids if QAccessible.accessibleInterface(number) is not None] == []
