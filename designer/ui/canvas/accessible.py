"""The canvas as assistive technology sees it: one child for each card, in the order of computation, before the canvas's own widgets."""

from __future__ import annotations

from collections.abc import Container
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from designer.ui.canvas.wording import spoken, tooltip, tr
from designer.ui.document import Document

if TYPE_CHECKING:
    from designer.ui.canvas.view import CanvasView

__all__ = ["CardAccess", "CardInterface"]


class CardInterface(QAccessibleInterface):
    """Say what a card is: "conv1, Convolution, 6 filters 5 by 5, output 6 by 28 by 28, 156 parameters, no problem"."""

    def __init__(self, access: CardAccess, block_id: str) -> None:
        super().__init__()
        self._access, self.block_id = access, block_id

    def isValid(self) -> bool:
        return self.block_id in self._access.view.canvas_scene.cards

    def text(self, kind: QAccessible.Text) -> str:
        report = self._access.document.analysis.reports.get(self.block_id)
        if report is None:
            return ""
        return {QAccessible.Text.Name: spoken(report), QAccessible.Text.Description: tooltip(report)}.get(kind, "")

    def rect(self) -> QRect:
        """Return where the card is on the screen, also where it is scrolled out of sight."""
        view = self._access.view
        inside = view.mapFromScene(view.canvas_scene.rect_of([self.block_id])).boundingRect() if self.isValid() else QRect()
        return inside.translated(view.viewport().mapToGlobal(QPoint()))

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        found = QAccessible.State()
        selection = self._access.document.selection
        found.selectable = found.focusable = True
        found.selected = self.block_id in selection
        found.focused = bool(selection) and selection[-1] == self.block_id and self._access.view.hasFocus()
        return found

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]  # the stubs leave out that there may be none
        return QAccessible.queryAccessibleInterface(self._access.view)

    def object(self) -> QObject | None:  # type: ignore[override]  # a card is no QObject
        return None

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Change nothing: names are edited on the canvas."""

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as for the parent
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as for the parent
        return None

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()

    def window(self) -> QWindow | None:  # type: ignore[override]  # before it is shown there is none
        return self._access.view.window().windowHandle()


class _CanvasInterface(QAccessibleWidget):
    """The canvas itself: its cards, then the widgets on it."""

    def __init__(self, access: CardAccess) -> None:
        super().__init__(access.view, QAccessible.Role.List, tr("Canvas"))
        self._access = access

    def childCount(self) -> int:
        return len(self._access.order()) + super().childCount()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # the stubs leave out that there may be none
        order = self._access.order()
        return self._access.interface(order[index]) if 0 <= index < len(order) else super().child(index - len(order))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        order = self._access.order()
        if isinstance(child, CardInterface):
            return order.index(child.block_id) if child.block_id in order else -1
        found = super().indexOfChild(child)
        return found if found < 0 else found + len(order)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as for child
        found = (self._access.interface(name) for name in reversed(self._access.order()))
        return next((card for card in found if card.rect().contains(x, y)), None) or super().childAt(x, y)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # as for child
        current = next(iter(self._access.document.selection[-1:]), None)
        return self._access.interface(current) if current in self._access.order() and current else super().focusChild()


class CardAccess(QObject):
    """Make the cards' interfaces when they are asked for, and take them back when their cards go.

    Qt keeps a registered interface by its address: each is deleted through Qt, never by dropping the last reference to it.
    """

    def __init__(self, view: CanvasView, document: Document) -> None:
        super().__init__(view)
        self.view, self.document = view, document
        self._made: dict[str, tuple[int, CardInterface]] = {}
        document.analysed.connect(self._drop_gone)
        document.selection_changed.connect(self._tell_focus)
        view.destroyed.connect(partial(_drop, self._made, None))
        _install()

    def order(self) -> list[str]:
        """Return the ids of the cards: those that compute in their order, then the others."""
        cards, analysis = self.view.canvas_scene.cards, self.document.analysis
        flowing = [name for name in analysis.order if name in cards]
        known = frozenset(flowing)
        return [*flowing, *(name for name in cards if name not in known)]

    def interface(self, block_id: str) -> CardInterface:
        """Return the interface of a card, the same one as long as there is the card."""
        if block_id not in self._made:
            made = CardInterface(self, block_id)
            self._made[block_id] = QAccessible.registerAccessibleInterface(made), made
        return self._made[block_id][1]

    def count(self) -> int:
        """Return how many interfaces there are now."""
        return len(self._made)

    def _drop_gone(self) -> None:
        _drop(self._made, self.document.architecture.by_id)

    def _tell_focus(self, ids: tuple[str, ...]) -> None:
        """Let a screen reader follow to the card that was walked to."""
        order = self.order() if QAccessible.isActive() and self.view.hasFocus() else []
        if ids and ids[-1] in order:
            event = QAccessibleEvent(self.view, QAccessible.Event.Focus)
            event.setChild(order.index(ids[-1]))
            QAccessible.updateAccessibility(event)


def _drop(made: dict[str, tuple[int, CardInterface]], kept: Container[str] | None, _gone: object = None) -> None:
    """Delete the interfaces of all cards but some; the last Python reference goes after Qt has let go."""
    for name in [name for name in made if kept is None or name not in kept]:
        number, interface = made.pop(name)
        QAccessible.deleteAccessibleInterface(number)
        del interface


_installed: list[bool] = []


def _install() -> None:
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface_of)


def _interface_of(name: str, thing: QObject) -> QAccessibleInterface | None:
    access = thing.findChild(CardAccess) if name == "CanvasView" and thing is not None else None
    return None if access is None else _CanvasInterface(access)
