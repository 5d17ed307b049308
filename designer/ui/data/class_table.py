"""The table of classes: numbers, a bar for the balance, and the pictures themselves."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from designer.protocol.events import DatasetInspected
from designer.ui.data.class_model import BALANCE, CLASS_ROLE, COUNTS, IMAGES_ROLE, MOST_ROLE, NAME, PICTURES, ClassModel
from designer.ui.data.seeing import draw_picture
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.row_table import RowTable

__all__ = ["PART_COLORS", "ClassTable"]

PART_COLORS = ("curve_training", "curve_validation", "group_pooling")
"""Of the bar's three pieces: training, validation, test, always in this order."""

_MOST_MEASURED = 200
Index = QModelIndex | QPersistentModelIndex


class _Painted(QStyledItemDelegate):
    """Paint what is no text over the row's own ground."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.themes = themes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and frame by the style, then the content."""
        super().paint(painter, option, index)
        painter.save()
        self.paint_content(painter, option, index)
        painter.restore()

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint what the cell is about."""
        raise NotImplementedError


class BalanceDelegate(_Painted):
    """Paint a class's pictures as a bar: as long as its share of the largest class, in pieces for its parts."""

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the bar."""
        theme, one, most = self.themes.current(), index.data(CLASS_ROLE), max(index.data(MOST_ROLE), 1)
        space = theme.px("space")
        height = theme.px("card_vector_height")
        room = QRectF(option.rect).adjusted(space, 0, -space, 0)
        bar = QRectF(room.x(), room.center().y() - height / 2, room.width(), height)
        painter.fillRect(bar, theme.color("track"))
        left = bar.x()
        for number, color in zip((one.training, one.validation, one.test), PART_COLORS, strict=True):
            width = bar.width() * number / most
            painter.fillRect(QRectF(left, bar.y(), width, height), theme.color(color))
            left += width


class PicturesDelegate(_Painted):
    """Paint as many of a class's pictures as fit, side by side."""

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the pictures."""
        theme = self.themes.current()
        images: list[QImage] = index.data(IMAGES_ROLE)
        gap = theme.px("space_s")
        side = option.rect.height() - 2 * gap
        ratio = painter.device().devicePixelRatioF()
        x = option.rect.x() + gap
        for image in images:
            if x + side > option.rect.right() + 1:
                break
            draw_picture(painter, QRectF(x, option.rect.y() + gap, side, side), image, ratio)
            x += side + gap
        if not images:
            painter.setPen(theme.color("text_muted"))
            text = self.tr("no picture in this part")
            painter.drawText(option.rect.adjusted(gap, 0, -gap, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class _RowOfText(QStyledItemDelegate):
    """Paint names and numbers without a frame around a single cell: the whole row is what is selected."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Take the mark of the focus off."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class ClassTable(RowTable):
    """One row a class: arrows walk, a click on a head sorts."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent, several=False)
        self._themes = themes
        self._side = 0
        self.classes = ClassModel(self)
        self.setModel(self.classes)
        self.setAccessibleName(self.tr("Classes of the data set"))
        self.setItemDelegate(_RowOfText(self))
        self.setItemDelegateForColumn(BALANCE, BalanceDelegate(themes, self))
        self.setItemDelegateForColumn(PICTURES, PicturesDelegate(themes, self))
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sortIndicatorChanged.connect(self.classes.sort)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(PICTURES, QHeaderView.ResizeMode.Stretch)
        themes.on_change(self._show_theme)

    def show_answer(self, answer: DatasetInspected | None) -> None:
        """Show the classes of an answer."""
        self.classes.show_answer(answer)
        self._fit_names()

    def set_side(self, side_px: int) -> None:
        """Show the pictures in squares of so many px."""
        self._side = side_px
        self.verticalHeader().setDefaultSectionSize(side_px + 2 * self._themes.current().px("space_s"))

    def _fit_names(self) -> None:
        metrics, theme = self.fontMetrics(), self._themes.current()
        names = [str(self.classes.index(row, NAME).data()) for row in range(min(self.classes.rowCount(), _MOST_MEASURED))]
        longest = max(map(metrics.horizontalAdvance, names), default=0)
        least, most = theme.px("chip_min_width"), theme.px("card_maps_x") // 2
        self.setColumnWidth(NAME, min(max(longest + 2 * theme.px("space_l"), least), most))

    def _show_theme(self, theme: Theme) -> None:
        metrics = self.fontMetrics()
        for column in COUNTS:
            head = str(self.classes.headerData(column, Qt.Orientation.Horizontal))
            self.setColumnWidth(column, metrics.horizontalAdvance(head) + 2 * theme.px("space") + theme.px("icon"))
        self.setColumnWidth(BALANCE, 2 * theme.px("chip_min_width"))
        self.verticalHeader().setMinimumSectionSize(theme.px("target"))
        self.set_side(self._side or theme.px("card_tile"))
        self._fit_names()
        self.viewport().update()
