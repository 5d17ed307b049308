"""The canvas on LeNet-5, and a person's hands: press, move, release, drags with the palette's own mime data."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.architecture import Architecture
from designer.network.blocks import palette
from designer.ui.canvas import CanvasView
from designer.ui.canvas.gestures.drop_block import DropBlock
from designer.ui.canvas.mime import block_mime_data
from designer.ui.canvas.overlays import GhostItem, NoteItem
from designer.ui.canvas.scene import CanvasScene
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import ThemeChoice, Themes

NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Canvas:
    """A shown canvas and what a person does to it; points are in the scene."""

    view: CanvasView
    document: Document
    live_maps: LiveMaps
    themes: Themes

    @property
    def scene(self) -> CanvasScene:
        return self.view.canvas_scene

    @property
    def selection(self) -> list[str]:
        return list(self.document.selection)

    @property
    def order(self) -> list[str]:
        return list(self.document.analysis.order)

    def on_screen(self, point: QPointF) -> QPoint:
        return self.view.mapFromScene(point)

    def card(self, name: str, dx: float = -200.0, dy: float = 0.0) -> QPointF:
        """Return a point on a card, away from its ports."""
        return self.scene.point_of(name) + QPointF(dx, dy)

    def output(self, name: str) -> QPointF:
        card = self.scene.cards[name]
        return card.pos() + card.output_port()

    def input(self, name: str, index: int = 0) -> QPointF:
        card = self.scene.cards[name]
        return card.pos() + card.input_port(index)

    def wire(self, source: str, target: str) -> QPointF:
        """Return the middle of a wire."""
        return (self.output(source) + self.input(target)) / 2

    def _mouse(self, kind: QEvent.Type, point: QPointF, button: Qt.MouseButton, held: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
        at = QPointF(self.on_screen(point))
        event = QMouseEvent(kind, at, QPointF(self.view.viewport().mapToGlobal(at.toPoint())), button, held, keys)
        QApplication.sendEvent(self.view.viewport(), event)

    def press(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY, button: Qt.MouseButton = LEFT) -> None:
        self._mouse(QEvent.Type.MouseButtonPress, point, button, button, keys)

    def move(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY, held: Qt.MouseButton = LEFT) -> None:
        self._mouse(QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton, held, keys)

    def release(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY, button: Qt.MouseButton = LEFT) -> None:
        self._mouse(QEvent.Type.MouseButtonRelease, point, button, Qt.MouseButton.NoButton, keys)

    def click(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self.press(point, keys)
        self.release(point, keys)

    def double_click(self, point: QPointF) -> None:
        self.click(point)
        self._mouse(QEvent.Type.MouseButtonDblClick, point, LEFT, LEFT, NO_KEY)
        self.release(point)

    def drag(self, start: QPointF, *points: QPointF, keys: Qt.KeyboardModifier = NO_KEY, drop: bool = True) -> None:
        """Press, move through points, and let go at the last."""
        self.press(start, keys)
        for point in points:
            self.move((start + point) / 2, keys)
            self.move(point, keys)
        if drop:
            self.release(points[-1], keys)

    def drag_entry(self, key: str, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Drag a palette entry onto the canvas and hold it there."""
        entry = next(entry for entries in palette().values() for entry in entries if entry.key == key)
        self.drag_in(block_mime_data(entry), point, keys)

    def drag_in(self, data: QMimeData, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Drag anything onto the canvas and hold it there."""
        self._mime = data
        at = self.on_screen(point)
        viewport = self.view.viewport()
        QApplication.sendEvent(viewport, QDragEnterEvent(at, Qt.DropAction.CopyAction, self._mime, LEFT, keys))
        QApplication.sendEvent(viewport, QDragMoveEvent(at, Qt.DropAction.CopyAction, self._mime, LEFT, keys))

    def drop_entry(self, key: str, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self.drag_entry(key, point, keys)
        self.drop(point, keys)

    def drop(self, point: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        event = QDropEvent(QPointF(self.on_screen(point)), Qt.DropAction.CopyAction, self._mime, LEFT, keys)
        QApplication.sendEvent(self.view.viewport(), event)

    def leave(self) -> None:
        QApplication.sendEvent(self.view.viewport(), QDragLeaveEvent())

    def ghost(self) -> GhostItem | None:
        return next((item for item in self.scene.items() if isinstance(item, GhostItem)), None)

    def note(self) -> str:
        """Return what is said at the pointer."""
        return next((item.text for item in self.scene.items() if isinstance(item, NoteItem) and item.isVisible()), "")

    def holding(self) -> DropBlock:
        gesture = self.view.pointer.gesture
        assert isinstance(gesture, DropBlock)
        return gesture


def make_canvas(qtbot: QtBot, architecture: Architecture) -> Canvas:
    themes = Themes(ThemeChoice.LIGHT)
    document, live_maps = Document(architecture), LiveMaps()
    view = CanvasView(document, live_maps, themes)
    qtbot.addWidget(view)
    view.resize(1200, 900)
    view.show()
    qtbot.waitExposed(view)
    view.commands.fit_all()
    return Canvas(view, document, live_maps, themes)
