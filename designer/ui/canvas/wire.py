"""A wire on the canvas."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from designer.network.architecture import Wire
from designer.network.layout import Route
from designer.ui.canvas.routing import corners, rounded_path
from designer.ui.canvas.style import FULL_FROM, CanvasStyle

_FADED = 0.3
_AT_REST, _HOVERED, _SELECTED = -1.0, -0.7, -0.5
"""Heights: under the cards; a wire under the pointer over the others, and a selected one, with its shape, over all."""


class WireKey(NamedTuple):
    """Which wire: the same two blocks may be joined twice."""

    wire: Wire
    occurrence: int


class WireLook(Enum):
    """How a wire is drawn."""

    REST = "rest"
    BRIGHT = "bright"
    REFUSED = "refused"
    FADED = "faded"


class WireItem(QGraphicsItem):
    """Paint one wire; when selected it shows the shape that runs through it."""

    def __init__(self, style: CanvasStyle, key: WireKey | None = None) -> None:
        super().__init__()
        self._style = style
        self.key = key
        self._route: Route = ()
        self._points: list[QPointF] = []
        self._path = QPainterPath()
        self._bounds = QRectF()
        self._band: QPainterPath | None = None
        self._look = WireLook.REST
        self._selected = self._hovered = False
        self._shape_text = ""
        self.setZValue(_AT_REST)
        self.setAcceptHoverEvents(key is not None)

    @property
    def points(self) -> list[QPointF]:
        """The corners, from the output to the input."""
        return self._points

    def path_bounds(self) -> QRectF:
        """Return the rectangle around the line itself."""
        return self._path.boundingRect()

    @property
    def look(self) -> WireLook:
        """How it is drawn."""
        return self._look

    @property
    def shape_text(self) -> str:
        """What it says where it is selected: the shape that runs through it, and which input it is."""
        return self._shape_text

    def show_route(self, route: Route) -> None:
        """Run along other corners."""
        if route == self._route:
            return
        self.prepareGeometryChange()
        self._route, self._points = route, corners(route)
        self._path, self._band = rounded_path(self._points, self._style.px("wire_radius")), None
        self._measure()

    def show_texts(self, label: str, tooltip: str) -> None:
        """Say what runs through it: where it is selected, and in its tooltip."""
        if tooltip != self.toolTip():
            self.setToolTip(tooltip)
        if label != self._shape_text:
            self._shape_text = label
            if self._selected:
                self.prepareGeometryChange()
                self._measure()

    def show_style(self, style: CanvasStyle) -> None:
        """Show the wire in another theme."""
        self._style = style
        self.update()

    def show_look(self, look: WireLook) -> None:
        """Draw it at rest, bright, refused or faded."""
        if look is not self._look:
            self._look = look
            self.setOpacity(_FADED if look is WireLook.FADED else 1.0)
            self.update()

    def show_selected(self, selected: bool) -> None:
        """Show whether it is selected, and with it the shape."""
        if selected != self._selected:
            self.prepareGeometryChange()
            self._selected = selected
            self._rise()
            self._measure()
            self.update()

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Stand out from the others, from end to end."""
        self._hovered = True
        self._rise()
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Lie among the others again."""
        self._hovered = False
        self._rise()
        self.update()

    def _rise(self) -> None:
        self.setZValue(_SELECTED if self._selected else _HOVERED if self._hovered else _AT_REST)

    @property
    def selected(self) -> bool:
        """Whether it is shown as selected."""
        return self._selected

    def _measure(self) -> None:
        reach = self._style.px("wire_highlight")
        self._bounds = self._path.boundingRect().adjusted(-reach, -reach, reach, reach)
        if self._selected:
            self._bounds |= self._label_rect()

    def _label_rect(self) -> QRectF:
        style = self._style
        space = style.px("space")
        size = style.detail_metrics.size(0, self._shape_text)
        middle = self._path.pointAtPercent(0.5)
        return QRectF(middle.x() + space, middle.y() - size.height() / 2, size.width() + 2 * space, size.height())

    def boundingRect(self) -> QRectF:
        """Return the line's surroundings."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Return the band in which the pointer is on the wire."""
        if self._band is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(self._style.px("wire_hit"))
            self._band = stroker.createStroke(self._path)
        return self._band

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the line, and the shape where it is selected."""
        style, zoom = self._style, painter.worldTransform().m11()
        bright = self._selected or self._look is WireLook.BRIGHT
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        calm = style.wire_hover_pen if self._hovered else style.wire_pen
        painter.setPen(style.wire_refused_pen if self._look is WireLook.REFUSED else style.wire_bright_pen if bright else calm)
        if len(self._points) == 2:
            painter.drawLine(self._points[0], self._points[1])
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self._path)
        if self._selected and self._shape_text and zoom >= FULL_FROM:
            rect = self._label_rect()
            painter.setBrush(style.brush("tooltip"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, style.px("radius_s"), style.px("radius_s"))
            painter.setFont(style.detail_font)
            painter.setPen(style.theme.color("text_on_tooltip"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._shape_text)
