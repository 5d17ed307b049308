"""A template's thumbnail: its blocks as boxes in the colours of their groups, and its wires. Painted, never stored."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from designer.network.architecture import Architecture
from designer.ui.files.template_plan import PicturePlan, WirePart, best_plan
from designer.ui.theme import Theme

_BOX_LENGTH, _BOX_HEIGHT = 0.62, 0.66
"""Of the room that a block has along and across its line."""
_TALLEST = 2.2
"""How many times as high as long a block's room gets at most, where there is room to spare."""


class TemplatePicture:
    """The shapes of a thumbnail, in px from its top left; made once and painted in any theme at any scale.

    Args:
        size: Of the rectangle that the network is fitted into.
        longest: Length along the line that a block's room gets at most.
    """

    def __init__(self, architecture: Architecture, size: QSizeF, longest: float) -> None:
        plan = best_plan(architecture, size.width() / longest, size.height() / longest)
        room = min(size.width() / (plan.columns + 1), longest)  # half a column at either end is for wires that come and go
        self._column = max(math.floor(room * 2) / 2, 0.5)  # boxes in whole halves of a px look alike
        self._track = min(size.height() / plan.tracks, self._column * _TALLEST)
        self._left = (size.width() - self._column * plan.columns) / 2
        self._top = (size.height() - self._track * plan.tracks) / 2
        self._tops = plan.tops
        self.wires = QPainterPath()
        for part in plan.parts:
            self._add_wire(part)
        self.boxes = self._grouped_boxes(architecture, plan)

    def paint(self, painter: QPainter, at: QPointF, theme: Theme) -> None:
        """Paint wires, then boxes, a path for each colour."""
        painter.save()
        painter.translate(at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(self.wires, QPen(theme.color("wire"), theme.px("border")))
        for group, path in self.boxes.items():
            painter.fillPath(path, theme.group_color(group))
        painter.restore()

    def _grouped_boxes(self, architecture: Architecture, plan: PicturePlan) -> dict[str, QPainterPath]:
        length, height = self._column * _BOX_LENGTH, 2 * math.floor(self._track * _BOX_HEIGHT / 2) + 1
        radius = min(length, height) / 4
        paths: dict[str, QPainterPath] = {}
        for name, (line, column, track) in plan.boxes.items():
            middle = self._point(line, column, track)
            box = QRectF(middle.x() - length / 2, middle.y() - height / 2, length, height)
            paths.setdefault(architecture.by_id[name].spec.GROUP.value, QPainterPath()).addRoundedRect(box, radius, radius)
        return paths

    def _add_wire(self, part: WirePart) -> None:
        start, end = self._point(part.line, *part.start), self._point(part.line, *part.end)
        path, reach = self.wires, QPointF(self._column, 0)
        path.moveTo(start)
        if part.arc:
            aside = self._point(part.line, part.start[0], part.start[1] + part.arc).y()
            self._bend(QPointF(start.x() + reach.x(), aside))
            path.lineTo(QPointF(end.x() - reach.x(), aside))
            self._bend(end)
        elif start.y() != end.y() and part.turns_early:
            self._bend(QPointF(start.x() + reach.x(), end.y()))
        elif start.y() != end.y():
            path.lineTo(QPointF(end.x() - reach.x(), start.y()))
            self._bend(end)
        path.lineTo(end)

    def _bend(self, to: QPointF) -> None:
        """Go on to a point beside, leaving and arriving along the line."""
        here = self.wires.currentPosition()
        middle = (here.x() + to.x()) / 2
        self.wires.cubicTo(QPointF(middle, here.y()), QPointF(middle, to.y()), to)

    def _point(self, line: int, column: float, track: float) -> QPointF:
        y = self._top + (self._tops[line] + track + 0.5) * self._track
        return QPointF(self._left + (column + 0.5) * self._column, math.floor(y) + 0.5)  # in the middle of a row of pixels, so that wires are sharp
