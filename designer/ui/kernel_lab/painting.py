"""Paint one cell of the lab: its ground, its number, padding in dashes, and what is marked on it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QImage, QPainter, QPen

from designer.ui.kernel_lab.cell_colors import CellColors
from designer.ui.kernel_lab.cells import Cells, Mark, Place, cell_texts
from designer.ui.theme import Theme

_ENOUGH = 2
"""So many of a number's texts have at least three digits."""
_SHADES = 193
"""An odd number, so that 0 has a shade of its own."""
_CENTRE = Qt.AlignmentFlag.AlignCenter


def written(value: float | None, width: int, theme: Theme) -> tuple[str, str]:
    """Return a number as it stands in a cell of this width in px, and the name of its font: smaller letters rather than fewer than three digits.

    Empty: not even one digit fits.
    """
    texts, room = cell_texts(value), width - 2 * theme.px("border")
    precise = texts[:-1] if len(texts) > 1 else texts
    wanted = [*((text, "body") for text in precise[:_ENOUGH]), *((text, font) for font in ("small", "tiny") for text in precise), (texts[-1], "tiny")]
    return next((found for found in wanted if _measured(theme, found[1]).horizontalAdvance(found[0]) <= room), ("", "tiny"))


def _measured(theme: Theme, font: str) -> QFontMetrics:
    """Return the widths of a font's letters, in bold where it may become so."""
    return QFontMetrics(theme.font("strong" if font == "body" else font))


def pixels(cells: Cells, colors: CellColors, theme: Theme) -> QImage:
    """Return the matrix as a picture, one pixel a cell; what is not known yet has the ground of nothing."""
    values = np.array([[np.nan if value is None else value for value in row] for row in cells.values])
    shares = np.clip(np.nan_to_num(values, posinf=0.0, neginf=0.0) / (cells.largest or 1.0), -1.0, 1.0)
    steps = np.array([colors.fill(share).rgb() for share in np.linspace(-1, 1, _SHADES)], np.uint32)
    found = steps[np.round((shares + 1) / 2 * (_SHADES - 1)).astype(np.intp)]
    found[np.isnan(values)] = theme.color("dead_background").rgb()
    height, width = found.shape
    return QImage(np.ascontiguousarray(found).data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def fitting_marks(marks: Mapping[Place, Mark], side: int, theme: Theme) -> Mapping[Place, Mark]:
    """Return marks without their badges where one is wider than a cell of ``side`` px: it would cover the next one's."""
    metrics, room = QFontMetrics(theme.font("tiny")), side - 2 - theme.px("space_xs")
    if all(metrics.horizontalAdvance(mark.badge) <= room for mark in marks.values()):
        return marks
    return {place: Mark("", mark.hot) for place, mark in marks.items()}


class CellPainter:
    """Paint the cells of one grid.

    Args:
        readable: Whether the cells hold numbers; else they are pixels.
    """

    def __init__(self, painter: QPainter, theme: Theme, colors: CellColors, cells: Cells, readable: bool) -> None:
        self._painter, self._theme, self._colors, self._cells, self._readable = painter, theme, colors, cells, readable
        self._strong = theme.font("strong")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, readable)

    def paint(self, place: Place, rect: QRect, strong: bool, mark: Mark | None) -> None:
        """Paint a cell without its mark, the number higher where a factor will stand below it."""
        inner = self._inner(rect)
        radius = self._theme.px("radius_s")
        outside, share = not self._cells.is_inside(place), self._cells.share(place)
        line = Qt.PenStyle.DashLine if outside else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(self._theme.color("border_strong" if outside else "border"), self._theme.px("border"), line))
        self._painter.setBrush(Qt.BrushStyle.NoBrush if outside else self._colors.fill(share))
        self._painter.drawRoundedRect(inner, radius, radius)
        faint = outside or self._cells.value(place) is None
        self._painter.setPen(self._theme.color("text_muted") if faint else self._colors.ink(share))
        raised = mark is not None and mark.badge and self._has_room(rect)
        self._write(self._cells.value(place), rect.adjusted(0, 0, 0, -self._badge_height() + 2) if raised else rect, strong)

    def paint_pixels(self, image: QImage, rect: QRect, inner: QRect) -> None:
        """Paint all cells as pixels, the padding around them hatched.

        Args:
            image: As `pixels` returns it.
            inner: Where the matrix lies in ``rect``.
        """
        self._painter.fillRect(rect, self._theme.color("dead_background"))
        self._painter.fillRect(rect, QBrush(self._theme.color("dead_hatch"), Qt.BrushStyle.BDiagPattern))
        self._painter.drawImage(inner, image)

    def paint_mark(self, mark: Mark, rect: QRect) -> None:
        """Frame a cell that the window lies on, thicker the one that is taken right now, with its factor in the corner."""
        frame = self._theme.px("focus_ring") + (self._theme.px("border") if mark.hot else 0)
        if not self._readable:
            frame = 1 if rect.width() < 3 * self._theme.px("space_s") else frame
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._theme.color("group_activation" if mark.hot else "accent"), frame))
        inner, radius = self._inner(rect).adjusted(frame / 2, frame / 2, -frame / 2, -frame / 2), self._theme.px("radius_s") - 1
        if self._readable:
            self._painter.drawRoundedRect(inner, radius, radius)
            self._paint_badge(mark.badge, rect)
        else:
            self._painter.drawRect(QRectF(rect).adjusted(0, 0, -1, -1))

    def paint_cursor(self, rect: QRect) -> None:
        """Show where the keys are."""
        ring = self._theme.px("focus_ring")
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._theme.color("text"), ring, Qt.PenStyle.DotLine))
        self._painter.drawRect(QRectF(rect).adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2))

    def paint_outline(self, rect: QRect) -> None:
        """Frame several pixels as one."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._theme.color("accent"), self._theme.px("focus_ring")))
        self._painter.drawRect(rect)

    def _inner(self, rect: QRect) -> QRectF:
        return QRectF(rect).adjusted(1, 1, -1, -1)

    def _write(self, value: float | None, rect: QRect, strong: bool) -> None:
        text, font = written(value, rect.width(), self._theme)
        self._painter.setFont(self._strong if strong and font == "body" else self._theme.font(font))
        self._painter.drawText(rect, _CENTRE, text)

    def _has_room(self, rect: QRect) -> bool:
        """Tell whether a number and a factor fit above each other."""
        return rect.height() >= QFontMetrics(self._theme.font("small")).ascent() + self._badge_height() + self._theme.px("space")

    def _badge_height(self) -> int:
        return QFontMetrics(self._theme.font("tiny")).ascent()

    def _paint_badge(self, badge: str, rect: QRect) -> None:
        if not badge or not self._has_room(rect):
            return
        font = self._theme.font("tiny")
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(badge) + self._theme.px("space_xs")
        label = QRect(rect.right() - width - 2, rect.bottom() - metrics.ascent() - 2, width, metrics.ascent())
        self._painter.fillRect(label, self._theme.color("panel", 0.9))
        self._painter.setFont(font)
        self._painter.setPen(self._theme.color("code_number"))
        self._painter.drawText(label, _CENTRE, badge)
