"""How a template looks in the chooser: a card with its thumbnail, name, input, figures and one line of words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from designer.network.shapes import shape_text
from designer.network.templates import TemplateListing
from designer.ui.files.template_picture import TemplatePicture
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import elided

_tr = partial(QCoreApplication.translate, "TemplateCard")

LISTING, PICTURE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
"""Roles of a row's `TemplateListing` and `TemplatePicture`."""


def figures_text(listing: TemplateListing) -> str:
    """Return how large a template is: its parameters and MACs."""
    return _tr("{0} parameters · {1} MACs").format(f"{listing.parameters:,}", f"{listing.macs:,}")


def spoken(listing: TemplateListing) -> str:
    """Return all that a card says, for a screen reader."""
    shape = _tr("input {0}").format(shape_text(listing.input_shape)) if listing.input_shape else _tr("no input")
    return _tr("{0}, {1}, {2} parameters, {3} MACs. {4}").format(
        listing.title, shape, f"{listing.parameters:,}", f"{listing.macs:,}", listing.description
    )


def picture_of(listing: TemplateListing, theme: Theme) -> TemplatePicture:
    """Return the thumbnail of a template as large as its card has room for."""
    room = _inner(QRectF(0, 0, theme.px("template_width"), theme.px("template_height")), theme)
    return TemplatePicture(listing.architecture, QSizeF(room.width(), theme.px("template_picture_height")), theme.px("space_xl"))


class TemplateCardDelegate(QStyledItemDelegate):
    """Paint the rows of the chooser as cards."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a card with the room around it."""
        theme = self._themes.current()
        return QSize(theme.px("template_width"), theme.px("template_height"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint the card."""
        theme, listing, picture = self._themes.current(), index.data(LISTING), index.data(PICTURE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, state = QRectF(option.rect), option.state
        _paint_ground(painter, rect, theme, bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver))
        if isinstance(listing, TemplateListing) and isinstance(picture, TemplatePicture):
            inner = _inner(rect, theme)
            picture.paint(painter, inner.topLeft(), theme)
            _paint_words(painter, inner.adjusted(0, theme.px("template_picture_height") + theme.px("space_m"), 0, 0), listing, theme)
        painter.restore()


def _inner(rect: QRectF, theme: Theme) -> QRectF:
    """Return where the card's content lies, within its border and the room around it."""
    aside = theme.px("space_s") + theme.px("space_l")
    return rect.adjusted(aside, theme.px("space_s") + theme.px("space"), -aside, -theme.px("space_s") - theme.px("space_s"))


def _paint_ground(painter: QPainter, rect: QRectF, theme: Theme, selected: bool, hovered: bool) -> None:
    color = "selection_outline" if selected else "card_border_hover" if hovered else "card_border"
    pen = QPen(theme.color(color), theme.px("card_border_selected" if selected else "card_border"))
    half = theme.px("space_s") + pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(theme.color("card_selected" if selected else "card"))
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), theme.px("card_radius"), theme.px("card_radius"))


def _paint_words(painter: QPainter, room: QRectF, listing: TemplateListing, theme: Theme) -> None:
    """Paint the name with the input's shape at its right, the figures below, then the description."""
    name_font, small_font = theme.font("card_name"), theme.font("card_detail")
    name_metrics, small = QFontMetricsF(name_font), QFontMetricsF(small_font)
    shape = shape_text(listing.input_shape) if listing.input_shape else ""
    line = QRectF(room.left(), room.top(), room.width(), name_metrics.height())
    painter.setPen(theme.color("text_muted"))
    painter.setFont(small_font)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shape)
    painter.setPen(theme.color("text"))
    painter.setFont(name_font)
    width = line.width() - small.horizontalAdvance(shape) - theme.px("space")
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided(listing.title, painter.fontMetrics(), int(width)))
    painter.setFont(small_font)
    line = QRectF(room.left(), line.bottom() + theme.px("space_xs"), room.width(), small.height())
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, figures_text(listing))
    painter.setPen(theme.color("text_muted"))
    _paint_wrapped(painter, QPointF(room.left(), line.bottom() + theme.px("space_xs")), room.width(), listing.description)


def _paint_wrapped(painter: QPainter, at: QPointF, width: float, text: str) -> None:
    """Paint a text in two lines; the second is shortened where there is more."""
    layout, metrics = QTextLayout(text, painter.font()), painter.fontMetrics()
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    first, rest = text[: line.textLength()], text[line.textLength() :]
    painter.drawText(at + QPointF(0, metrics.ascent()), first)
    painter.drawText(at + QPointF(0, metrics.height() + metrics.ascent()), elided(rest, metrics, int(width)))
