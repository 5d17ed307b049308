"""Zoom and pan."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from designer.ui.canvas.background import Ground
from designer.ui.canvas.scene import CanvasScene
from designer.ui.theme import Theme, Themes

SMALLEST_ZOOM, LARGEST_ZOOM = 0.1, 4.0
_STEP = 1.25
"""One step of zooming in, and 120 units of a wheel."""
_NOTCH = 120.0


class NavigatingView(QGraphicsView):
    """Show the scene at a zoom from 10 to 400 %; a fitted picture stays fitted while the window's size changes."""

    zoom_changed = Signal(float)
    """The zoom, 1.0 is 100 %."""
    moved = Signal()
    """Another part of the scene is in sight."""

    def __init__(self, scene: CanvasScene, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.canvas_scene = scene
        self._themes = themes
        self._ground = Ground()
        self._zoom = 1.0
        self._fitted = True
        self._panned_from: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)  # the maps of every frame uncover it
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the ground covers it, so that panning moves pixels instead of painting
        scene.content_changed.connect(self._make_scene_rect)
        themes.changed.connect(self._show_theme)

    def zoom(self) -> float:
        """Return the zoom, 1.0 is 100 %."""
        return self._zoom

    def set_zoom(self, zoom: float, at: QPoint | None = None) -> None:
        """Zoom, and keep what lies at a point of the viewport (its middle) where it is."""
        self._fitted = False
        self._apply_zoom(zoom, at or self.viewport().rect().center())

    def zoom_by_steps(self, steps: float, at: QPoint | None = None) -> None:
        """Zoom in by steps, out by negative ones."""
        self.set_zoom(self._zoom * _STEP**steps, at)

    def fit(self, ids: Iterable[str]) -> None:
        """Show some cards, as large as they fit, never above 100 %; all of them stay fitted while the size changes."""
        wanted = list(ids)
        rect = self.canvas_scene.rect_of(wanted)
        self._fitted = len(wanted) == len(self.canvas_scene.cards)
        margin = self._themes.current().px("canvas_margin")
        room = self.viewport().rect().adjusted(margin, margin, -margin, -margin)
        if rect.isEmpty() or not room.isValid():
            self._apply_zoom(1.0, QPoint())
            return
        self._apply_zoom(min(1.0, room.width() / rect.width(), room.height() / rect.height()), QPoint())
        centre = rect.center()
        spare = max(0.0, room.height() - rect.height() * self._zoom)
        if self._fitted:  # a short network hangs from the top, as text does
            centre.setY(centre.y() + spare / 2 / self._zoom)
        self.centerOn(centre)
        self.moved.emit()

    def refit(self) -> None:
        """Fit again where everything was fitted and nothing was zoomed or panned since."""
        if self._fitted:
            self.fit(self.canvas_scene.cards)

    def reveal(self, *ids: str) -> None:
        """Scroll as little as needed for cards to be in sight."""
        margin = self._themes.current().px("canvas_margin")
        if ids:
            self.ensureVisible(self.canvas_scene.rect_of(ids), margin, margin)
            self.moved.emit()

    def look_at(self, point: QPointF) -> None:
        """Bring a point of the scene into the middle."""
        self._fitted = False
        self.centerOn(point)
        self.moved.emit()

    def sight(self) -> QRectF:
        """Return the part of the scene that is in sight."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def _apply_zoom(self, zoom: float, at: QPoint) -> None:
        zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        if zoom != self._zoom:
            fixed = self.mapToScene(at)
            self._zoom = zoom
            self.resetTransform()
            self.scale(zoom, zoom)
            self.canvas_scene.show_zoom(zoom)
            self._make_scene_rect()
            self._scroll(self.mapFromScene(fixed) - at)
            self.zoom_changed.emit(zoom)
        self.moved.emit()

    def _scroll(self, by: QPoint) -> None:
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + by.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + by.y())

    def _make_scene_rect(self) -> None:
        """Let the cards be panned to every edge of the view, not out of it."""
        across, down = self.viewport().width() / self._zoom, self.viewport().height() / self._zoom
        self.setSceneRect(self.canvas_scene.content_rect().adjusted(-across, -down, across, down))

    def start_pan(self, at: QPoint) -> None:
        """Begin to pan."""
        self._panned_from = at
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def pan_to(self, at: QPoint) -> bool:
        """Pan along; tell whether panning is going on."""
        if self._panned_from is None:
            return False
        self._fitted = False
        self._scroll(self._panned_from - at)
        self._panned_from = at
        self.moved.emit()
        return True

    def end_pan(self) -> bool:
        """Stop panning; tell whether it was going on."""
        panned = self._panned_from is not None
        self._panned_from = None
        if panned:
            self.viewport().unsetCursor()
        return panned

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom at the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by_steps(event.angleDelta().y() / _NOTCH, event.position().toPoint())
        else:
            by = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
            sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not by.x()
            self._fitted = False
            self._scroll(QPoint(-by.y(), 0) if sideways else -by)
            self.moved.emit()
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by a pinch of two fingers."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self._zoom * (1 + event.value()), event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        self._make_scene_rect()
        self.refit()
        self.moved.emit()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Paint the dotted ground."""
        self._ground.paint(painter, QRectF(rect), self._themes.current(), self._zoom)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stop panning."""
        self.end_pan()

    def _show_theme(self, _theme: Theme) -> None:
        self.resetCachedContent()
        self.viewport().update()
