"""Paint a card: in full, as name and shape, or as a coloured box."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from designer.network.analysis import BlockReport
from designer.network.shapes import is_image
from designer.ui.canvas.style import BADGE_GROWTH, BADGE_RISE, CanvasStyle
from designer.ui.canvas.wording import CardTexts, Mood
from designer.ui.icons import pixmap

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_ELIDE = Qt.TextElideMode.ElideRight
_MIDDLE = Qt.TextElideMode.ElideMiddle
"""Of a name both ends stay: those of one branch begin alike, those of one stage end alike."""
_SMALLEST_BADGE = 0.75
"""Numbers of inputs that stand closer than this are not painted: they could not be read."""


class CardFace:
    """Hold what one card paints, measured and shortened once for each report and theme."""

    def __init__(self, style: CanvasStyle, report: BlockReport, texts: CardTexts) -> None:
        self.style, self.report, self.texts = style, report, texts
        group = report.block.spec.GROUP.value
        self.color = style.theme.group_color(group)
        self.icon_name = group
        self.wrong = texts.mood is Mood.WRONG
        self.grey = texts.mood in (Mood.WAITING, Mood.LOOSE)
        self.ground = "card_waiting" if self.grey else "card"
        self.has_maps_room = not self.grey and report.output_shape is not None
        self._measure()

    def _measure(self) -> None:
        style, texts = self.style, self.texts
        right = style.px("card_shape_right") if self.has_maps_room else style.px("card_maps_right")
        self.name_box, self.detail_box = (QRectF(line) for line in style.lines)
        for box in (self.name_box, self.detail_box):
            box.setRight(right)
        gap, badge = style.px("space"), style.px("icon_s") + style.px("space_s")
        shape_room = style.shape_metrics.horizontalAdvance(texts.shape) + gap if texts.shape else 0
        number_room = style.detail_metrics.horizontalAdvance(texts.parameters) + gap if texts.parameters else 0
        self.name = style.name_metrics.elidedText(texts.name, _MIDDLE, self.name_box.width() - shape_room - (badge if texts.warned else 0))
        self.name_width = style.name_metrics.horizontalAdvance(self.name)
        if self.wrong:
            self.detail_box.setLeft(self.detail_box.left() + badge)
        self.detail = style.detail_metrics.elidedText(texts.detail, _ELIDE, self.detail_box.width() - number_room)
        far_shape = style.far_metrics.horizontalAdvance(texts.shape) + gap if texts.shape else 0
        self.far_box = QRectF(style.px("card_text_x"), 0, right - style.px("card_text_x"), style.height)
        self.far_name = style.far_metrics.elidedText(texts.name, _MIDDLE, self.far_box.width() - far_shape)

    @property
    def far_color(self) -> QColor:
        """The colour of the whole card seen from far away: red where something is wrong, pale where it waits, else its group's."""
        return self.style.error if self.wrong else self.style.theme.color("border_strong") if self.grey else self.color


def paint_ground(painter: QPainter, face: CardFace, selected: bool, hovered: bool) -> None:
    """Paint shadow, ground, colour bar and border, whatever brush the item painted before has left."""
    style = face.style
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.translate(0, style.px("card_shadow"))
    painter.fillPath(style.card_path, style.shadow)
    painter.translate(0, -style.px("card_shadow"))
    painter.fillPath(style.card_path, style.brush("card_selected" if selected else face.ground))
    painter.fillPath(style.bar_path, style.error if face.wrong else face.color)
    painter.strokePath(style.card_path, style.border_pen(selected, hovered, face.wrong))


def paint_full(painter: QPainter, face: CardFace, ratio: float) -> None:
    """Paint icon and texts of a card that can be read."""
    style, texts = face.style, face.texts
    painter.drawPixmap(style.icon_at, pixmap(face.icon_name, face.color, style.px("card_icon"), ratio))
    painter.setFont(style.name_font)
    painter.setPen(style.muted if face.grey else style.text)
    painter.drawText(face.name_box, _LEFT, face.name)
    if texts.shape:
        painter.setFont(style.detail_font if face.grey else style.shape_font)
        painter.drawText(face.name_box, _RIGHT, texts.shape)
    painter.setFont(style.detail_font)
    painter.setPen(style.error if face.wrong else style.muted)
    painter.drawText(face.detail_box, _LEFT, face.detail)
    if texts.parameters:
        painter.setPen(style.muted)
        painter.drawText(face.detail_box, _RIGHT, texts.parameters)
    side = style.px("icon_s")
    if face.wrong:
        at = QPointF(face.name_box.left(), face.detail_box.center().y() - side / 2)
        painter.drawPixmap(at, pixmap("error", style.error, side, ratio))
    elif texts.warned:
        at = QPointF(face.name_box.left() + face.name_width + style.px("space_s"), face.name_box.center().y() - side / 2)
        painter.drawPixmap(at, pixmap("warning", style.warning, side, ratio))


def paint_far(painter: QPainter, face: CardFace) -> None:
    """Paint name and shape large, for a card that is far away."""
    style = face.style
    painter.setFont(style.far_font)
    painter.setPen(style.error if face.wrong else style.muted if face.grey else style.text)
    painter.drawText(face.far_box, _LEFT, face.far_name)
    painter.setPen(style.muted)
    painter.drawText(face.far_box, _RIGHT, face.texts.shape)


def paint_no_maps(painter: QPainter, face: CardFace, note: str) -> None:
    """Paint what stands where the maps will be: empty tiles, or a note such as "edited since"."""
    style, shape = face.style, face.report.output_shape
    if note:
        painter.setFont(style.detail_font)
        painter.setPen(style.theme.color("stale"))
        painter.drawText(style.maps_rect, _LEFT, note)
        return
    if shape is None:
        return
    brush, area = style.brush("map_placeholder"), style.maps_rect
    if is_image(shape):
        tile, pitch = style.px("card_tile"), style.px("card_tile") + style.px("card_tile_gap")
        for index in range(min(shape[0], style.map_capacity)):
            painter.fillRect(QRectF(area.left() + index * pitch, area.top(), tile, tile), brush)
    else:
        height = style.px("card_vector_height")
        painter.fillRect(QRectF(area.left(), area.center().y() - height / 2, area.width(), height), brush)


def paint_badges(painter: QPainter, style: CanvasStyle, ports: Sequence[float], zoom: float) -> None:
    """Paint the number of each input where its wire enters, larger from further away as far as there is room."""
    pitch = min(other - one for one, other in pairwise(sorted(ports)))
    side = min(style.px("port_badge") * min(max(1.0, 1 / zoom), BADGE_GROWTH), pitch - style.px("card_border"))
    if side < style.px("port_badge") * _SMALLEST_BADGE:
        return
    scale = side / style.px("port_badge")
    half = style.px("port_badge") / 2
    circle = QRectF(-half, -half * (1 + 2 * BADGE_RISE), 2 * half, 2 * half)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(style.badge_font)
    painter.setBrush(style.brush("port"))
    for number, across in enumerate(ports, start=1):
        painter.save()
        painter.translate(across, 0)
        painter.scale(scale, scale)
        painter.setPen(style.pen("port_border", "border"))
        painter.drawEllipse(circle)
        painter.setPen(style.text)
        painter.drawText(circle, _CENTRE, str(number))
        painter.restore()


def paint_port(painter: QPainter, style: CanvasStyle, at: QPointF, bright: bool) -> None:
    """Paint the dot of a port."""
    radius = style.px("port_hover" if bright else "port") / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(style.pen("wire_highlight" if bright else "port_border", "border"))
    painter.setBrush(style.brush("port"))
    painter.drawEllipse(at, radius, radius)
