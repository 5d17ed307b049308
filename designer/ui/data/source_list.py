"""The list of data sets: the known ones, and the folders and files that were opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from designer.network.figures import size_text
from designer.network.shapes import shape_text
from designer.protocol.events import DatasetFacts
from designer.ui.data.places import is_path, place_title
from designer.ui.icons import pixmap
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import elided

__all__ = ["SourceList", "SourceRow", "opened_source", "source_of"]

_tr = partial(QCoreApplication.translate, "SourceList")
_SOURCE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class SourceRow:
    """One row: what is asked of the worker, what people call it, what it shows, how much it is, and whether it is here."""

    name: str
    title: str
    about: str = ""
    detail: str = ""
    state: str = ""
    used: bool = False

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """Return the lines of the row that say something, each with its font and colour."""
        lines = ((self.title, "strong", "text"), (self.about, "small", ""), (self.detail, "small", ""), (self.state, "small", "warning"))
        return tuple(line for line in lines if line[0])

    @property
    def spoken(self) -> str:
        """Return all that the row says."""
        used = (_tr("the network trains with it"),) if self.used else ()
        return ", ".join(part for part in (self.title, self.about, self.detail, self.state, *used) if part)


def source_of(facts: DatasetFacts, used: bool) -> SourceRow:
    """Return the row of a known data set."""
    number = _tr("{0} pictures").format(f"{facts.pictures:,}") if facts.pictures else ""
    detail = " · ".join(part for part in (number, shape_text(facts.shape), _tr("{0} classes").format(len(facts.classes))) if part)
    state = _tr("{0} to download").format(size_text(facts.download_bytes)) if facts.download_bytes else _tr("not here") if facts.problem else ""
    return SourceRow(facts.name, facts.title, facts.about, detail, state, used)


class _Rows(QStyledItemDelegate):
    """Paint a row in two lines, with a mark on the one that the network trains with."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for the lines."""
        theme, source = self._themes.current(), index.data(_SOURCE)
        return QSize(0, sum(QFontMetrics(theme.font(font)).height() for _, font, _ in source.lines) + 2 * theme.px("space"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and frame by the style, then the lines."""
        super().paint(painter, option, index)
        theme, source = self._themes.current(), index.data(_SOURCE)
        painter.save()
        side, space = theme.px("icon"), theme.px("space")
        inner = option.rect.adjusted(space, space, -space, -space)
        name = "ok" if source.used else "folder" if is_path(source.name) else "dataset"
        color = theme.color("ok" if source.used else "text_muted")
        painter.drawPixmap(inner.topLeft(), pixmap(name, color, side, painter.device().devicePixelRatioF()))
        room = inner.adjusted(side + space, 0, 0, 0)
        muted = "text" if option.state & QStyle.StateFlag.State_Selected else "text_muted"
        y = room.y()
        mode = Qt.TextElideMode.ElideMiddle if is_path(source.name) else Qt.TextElideMode.ElideRight
        for text, font, color_name in source.lines:
            painter.setFont(theme.font(font))
            painter.setPen(theme.color(color_name or muted))
            metrics = painter.fontMetrics()
            line = QRect(room.x(), y, room.width(), metrics.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, elided(text, metrics, room.width(), mode))
            y += metrics.height()
        painter.restore()


class SourceList(QListWidget):
    """Choose what to look at; arrows walk."""

    chosen = Signal(str)
    """The name of the data set that a person went to, as the worker is asked for it."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Data sets"))
        self.setItemDelegate(_Rows(themes, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._choose)
        self._sources: tuple[SourceRow, ...] = ()
        themes.on_change(self._show_theme)

    def show_sources(self, sources: Sequence[SourceRow], current: str) -> None:
        """Show the rows, and mark the one that is looked at."""
        blocked = self.blockSignals(True)
        if tuple(sources) != self._sources:
            self._sources = tuple(sources)
            self.clear()
            for source in sources:
                item = QListWidgetItem(self)
                item.setData(_SOURCE, source)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, source.spoken)
                item.setToolTip((source.name if is_path(source.name) else source.spoken).replace("&", "&amp;").replace("<", "&lt;"))
        row = next((number for number, source in enumerate(sources) if source.name == current), -1)
        if row != self.currentRow():
            self.setCurrentRow(row)
        self.blockSignals(blocked)

    def sources(self) -> tuple[SourceRow, ...]:
        """Return what is listed."""
        return self._sources

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_SOURCE).name)

    def _show_theme(self, _theme: Theme) -> None:
        self.scheduleDelayedItemsLayout()


def opened_source(name: str, used: bool) -> SourceRow:
    """Return the row of a folder or file, or of a name that the worker does not know."""
    return SourceRow(name, place_title(name), detail=name if is_path(name) else "", used=used)
