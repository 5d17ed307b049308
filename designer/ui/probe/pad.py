"""The drawing pad: a black square that is drawn on with mouse, pen or keys."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.maps.card_tiles import fitted
from designer.ui.probe.drawing import DrawingHistory, Ink, PadDrawing, Point, Stroke
from designer.ui.probe.raster import Raster
from designer.ui.theme import Theme, Themes

__all__ = ["BLACK", "WHITE", "DrawingPad"]

BLACK: Ink = (0, 0, 0)
WHITE: Ink = (255, 255, 255)
LEAST_THICKNESS, USUAL_THICKNESS, MOST_THICKNESS = 0.02, 0.07, 0.3

_FAINT = 0.3
"""Opacity of a drawing that is not what the maps are of."""

_ARROWS: dict[int, Point] = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_DRAWS, _WALKS, _PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
_MEANT = _DRAWS | _WALKS | Qt.KeyboardModifier.ControlModifier
_CENTRE: Point = (0.5, 0.5)


class DrawingPad(QWidget):
    """Draw with the left button, erase with the right one; arrows shift, Shift+arrows draw, Alt+arrows move the pen."""

    changed = Signal()
    """Another drawing is to be seen: with every movement of the pen."""
    history_changed = Signal()
    """What can be undone changed."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._history = DrawingHistory(time.monotonic)
        self._raster = Raster(28, 28, 1)
        self._steps: Point = (1 / 28, 1 / 28)
        self._stroke: Stroke | None = None
        self._pen: Point | None = None
        self.thickness = USUAL_THICKNESS
        self.fill_share = 1.0
        self.ink, self.erases = WHITE, False
        self._is_looked_at = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Drawing pad"))
        self.setAccessibleDescription(self.tr("Shift and arrows draw, Alt and arrows move the pen, arrows shift the drawing"))
        themes.on_change(self._show_theme)

    # ---- what is drawn ----

    @property
    def drawing(self) -> PadDrawing:
        """What is drawn, without the stroke under the pen."""
        return self._history.current

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forth."""
        return self._history.can_redo

    def show_size(self, shape: tuple[int, int, int], steps: tuple[int, int]) -> None:
        """Take the size of the picture to draw.

        Args:
            shape: Its height, width and channels.
            steps: Height and width of the input block: the arrows shift by a pixel of it.
        """
        self._steps = 1 / max(steps[1], 1), 1 / max(steps[0], 1)
        if shape != self._raster.shape:
            self._raster = Raster(*shape)
            self.update()

    def shape(self) -> tuple[int, int, int]:
        """Return height, width and channels of the picture."""
        return self._raster.shape

    def pixels(self) -> bytes:
        """Return the picture, with the stroke under the pen."""
        return self._raster.pixels(self.drawing, self._stroke)

    def show_looked_at(self, is_looked_at: bool) -> None:
        """Paint the drawing faintly while the maps are those of another picture."""
        if is_looked_at != self._is_looked_at:
            self._is_looked_at = is_looked_at
            self.setToolTip("" if is_looked_at else self.tr("The maps are those of another picture; draw on, and they are those of the drawing"))
            self.update()

    def undo(self) -> None:
        """Take back the last stroke, shift, or clearing."""
        self._took(self._history.undo())

    def redo(self) -> None:
        """Do again what was taken back."""
        self._took(self._history.redo())

    def clear(self) -> None:
        """Begin with an empty pad; can be undone."""
        self._do(PadDrawing())

    def centre(self) -> None:
        """Move the drawing so that the centre of its brightness is in the middle, as in MNIST; can be undone."""
        mass = self._raster.centre_of_mass(self.drawing)
        if mass is not None:
            self._do(self.drawing.moved(0.5 - mass[0], 0.5 - mass[1]))

    def fill(self) -> None:
        """Make the drawing as large as the pictures of the data are; can be undone."""
        self._do(self.drawing.filling(self.fill_share))

    def shift(self, right: int, down: int) -> None:
        """Move the drawing by pixels of the input block; can be undone, a burst at once."""
        if self.drawing.strokes:
            self._do(self.drawing.moved(right * self._steps[0], down * self._steps[1]), "shift")

    def put_back(self) -> None:
        """Move the drawing where it was drawn; can be undone."""
        self._do(self.drawing.put_back())

    # ---- hands ----

    def picture_rect(self) -> QRectF:
        """Return where the picture is, in px."""
        ring = self._themes.current().px("focus_ring")
        height, width, _ = self._raster.shape
        return fitted(QRectF(self.rect()).adjusted(ring, ring, -ring, -ring), height, width)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if self._stroke is None and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            erases = self.erases or event.button() == Qt.MouseButton.RightButton
            self._begin(self._place(event.position()), erases)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        if self._stroke is not None:
            self._draw_to(self._place(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke: it is one step of undo."""
        if self._stroke is not None and not event.buttons():
            self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw, shift and clear by keys."""
        key, keys = event.key(), event.modifiers() & _MEANT
        if key in _ARROWS and keys in (_DRAWS, _WALKS, _PLAIN):
            self._take_arrow(_ARROWS[key], keys)
        elif key == Qt.Key.Key_Escape and self._stroke is not None:
            self._stroke = None
            self._show()
        elif key == Qt.Key.Key_Home:
            self.put_back()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the pen of the keys."""
        super().focusOutEvent(event)
        self._pen = None
        self.update()

    def sizeHint(self) -> QSize:
        """Return the theme's size of a pad."""
        side = self._themes.current().px("drawing_pad")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing as it was drawn, not the pixels that are sent: the input's maps show those."""
        painter, theme, rect = QPainter(self), self._themes.current(), self.picture_rect()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        faint = not self._is_looked_at and self._stroke is None and bool(self.drawing.strokes)
        painter.setOpacity(_FAINT if faint else 1.0)
        painter.drawImage(rect, self._raster.image(self.drawing, self._stroke))
        painter.setOpacity(1.0)
        if not self.drawing.strokes and self._stroke is None:
            painter.setPen(theme.color("map_label"))
            room = rect.adjusted(*(theme.px("space") * side for side in (1, 1, -1, -1)))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.tr("Draw here, as large as the square"))
        if self._pen is not None:
            self._paint_pen(painter, rect, theme)
        ring = theme.px("focus_ring")
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "border_strong"), ring if self.hasFocus() else theme.px("border")))
        painter.drawRect(rect.adjusted(-ring / 2, -ring / 2, ring / 2, ring / 2))

    def _paint_pen(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        assert self._pen is not None
        at = QPointF(rect.x() + self._pen[0] * rect.width(), rect.y() + self._pen[1] * rect.height())
        radius = self.thickness * rect.width() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("receptive_field"), theme.px("border")))
        painter.drawEllipse(at, radius, radius)

    def _take_arrow(self, direction: Point, keys: Qt.KeyboardModifier) -> None:
        if keys == _PLAIN:
            self.shift(int(direction[0]), int(direction[1]))
            return
        start = self._pen or _CENTRE
        self._pen = tuple(min(max(place + way * step, 0.0), 1.0) for place, way, step in zip(start, direction, self._steps, strict=True))  # type: ignore[assignment]  # two go in, two come out
        assert self._pen is not None
        if keys == _DRAWS:
            ink = BLACK if self.erases else self.ink
            self._do(self.drawing.with_stroke(Stroke((start, self._pen), self.thickness, ink)), "keys")
        self.update()

    def _begin(self, at: Point, erases: bool) -> None:
        self._pen = None
        self._stroke = Stroke((at,), self.thickness, BLACK if erases else self.ink)
        self._show()

    def _draw_to(self, at: Point) -> None:
        assert self._stroke is not None
        longer = self._stroke.drawn_to(at)
        if longer is not self._stroke:
            self._stroke = longer
            self._show()

    def _finish(self) -> None:
        stroke, self._stroke = self._stroke, None
        assert stroke is not None
        self._do(self.drawing.with_stroke(stroke))

    def _place(self, at: QPointF) -> Point:
        rect = self.picture_rect()
        return (at.x() - rect.x()) / max(rect.width(), 1), (at.y() - rect.y()) / max(rect.height(), 1)

    def _do(self, drawing: PadDrawing, kind: str = "") -> None:
        before = self.drawing
        self._history.do(drawing, kind)
        self._took(drawing != before)

    def _took(self, is_other: bool) -> None:
        if is_other:
            self.history_changed.emit()
            self._show()

    def _show(self) -> None:
        self.update()
        self.changed.emit()

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()
