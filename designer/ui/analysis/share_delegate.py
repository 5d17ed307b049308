"""A share in a cell: its number, and a bar whose length says it at a glance."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from designer.network.figures import share_text
from designer.ui.analysis.table_model import VALUE_ROLE
from designer.ui.theme import Theme, Themes


class ShareDelegate(QStyledItemDelegate):
    """Paint a bar left of the percentage."""

    def __init__(self, themes: Themes, parent: QObject) -> None:
        super().__init__(parent)
        self._themes = themes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        share = index.data(VALUE_ROLE)
        if isinstance(share, float | int):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_bar(painter, QRectF(option.rect), share, self._themes.current())
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = self._themes.current()
        return super().sizeHint(option, index) + QSize(theme.px("card_tile"), 0)


def draw_bar(painter: QPainter, cell: QRectF, share: float, theme: Theme) -> None:
    """Draw the bar in the part of a cell that the percentage leaves."""
    number = painter.fontMetrics().horizontalAdvance(share_text(0.999)) + 3 * theme.px("space")
    height = theme.px("progress_height")
    track = QRectF(cell.left() + theme.px("space"), cell.center().y() - height / 2, cell.width() - number, height)
    if track.width() < height:
        return
    painter.setPen(QPen(theme.color("track"), 0))
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(track, height / 2, height / 2)
    filled = QRectF(track.topLeft(), track.size())
    filled.setWidth(max(track.width() * share, theme.px("space_xs")))
    painter.setPen(QPen(theme.color("accent"), 0))
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(filled, min(filled.width(), height) / 2, height / 2)
