"""The classes of a data set as a table: their pictures in each part, their share, and some of the pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from designer.protocol.events import DatasetInspected, SeenClass
from designer.ui.data.seeing import picture_image
from designer.ui.training.sentences import percent

__all__ = ["BALANCE", "CLASS_ROLE", "COUNTS", "IMAGES_ROLE", "MOST_ROLE", "NAME", "PICTURES", "ClassModel"]

NAME, TRAINING, VALIDATION, TEST, BALANCE, PICTURES = range(6)
COUNTS = (TRAINING, VALIDATION, TEST)
CLASS_ROLE, IMAGES_ROLE, MOST_ROLE = (Qt.ItemDataRole.UserRole + number for number in range(3))
"""Roles of a row's `SeenClass`, of its pictures, and of the most pictures that any class has."""

_tr = partial(QCoreApplication.translate, "ClassModel")
Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ClassModel(QAbstractTableModel):
    """Show one answer of the worker; sorted by a column that a person chose, at first in the order of the labels."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SeenClass] = []
        self._images: dict[int, list[QImage]] = {}
        self._answer: DatasetInspected | None = None
        self._most = self._all = 0
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)

    def show_answer(self, answer: DatasetInspected | None) -> None:
        """Show the classes of another answer; none: nothing."""
        if answer is self._answer:
            return
        same = answer is not None and self._answer is not None and [row.name for row in answer.classes] == [row.name for row in self._answer.classes]
        self._answer = answer
        classes = answer.classes if answer else ()
        self._most = max((total(one) for one in classes), default=0)
        self._all = sum(total(one) for one in classes)
        if same:
            self._sort(classes)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, PICTURES))
            return
        self.beginResetModel()
        self._sort(classes)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature; the index is never changed
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as above
        return 0 if parent.isValid() else PICTURES + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (_tr("Class"), _tr("Training"), _tr("Validation"), _tr("Test"), _tr("Balance"), _tr("Pictures"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in COUNTS else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self._rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(one, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(one, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{one.name} · {self._spoken(one, BALANCE)}".replace("&", "&amp;").replace("<", "&lt;")  # Qt guesses markup in tooltips
        if role == Qt.ItemDataRole.TextAlignmentRole and column in COUNTS:
            return _RIGHT
        if role == IMAGES_ROLE:
            return self._images_of(index.row())
        return {CLASS_ROLE: one, MOST_ROLE: self._most}.get(role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; the bars by all pictures of a class, and pictures mean the order of the labels."""
        self._sorted = (column, order)
        self.layoutAboutToBeChanged.emit()
        self._sort(self._answer.classes if self._answer else ())
        self.layoutChanged.emit()

    def _sort(self, classes: Sequence[SeenClass]) -> None:
        column, order = self._sorted
        keys: dict[int, Callable[[SeenClass], str | int]] = {NAME: _folded, BALANCE: total}
        keys |= {part: partial(_count, part) for part in COUNTS}
        if column in keys:
            classes = sorted(classes, key=keys[column], reverse=order is Qt.SortOrder.DescendingOrder)
        elif order is Qt.SortOrder.DescendingOrder:
            classes = classes[::-1]
        self._rows, self._images = list(classes), {}

    def _images_of(self, row: int) -> list[QImage]:
        """Return a row's pictures, made when they are first painted: of a thousand classes a dozen are in sight."""
        if row not in self._images:
            self._images[row] = [picture_image(picture) for picture in self._rows[row].pictures]
        return self._images[row]

    def _text(self, one: SeenClass, column: int) -> str:
        if column == NAME:
            return one.name
        return f"{_count(column, one):,}" if column in COUNTS else ""

    def _spoken(self, one: SeenClass, column: int) -> str:
        if column == BALANCE:
            share = percent(total(one) / self._all) if self._all else "0 %"
            return _tr("{0} pictures, {1} of all").format(f"{total(one):,}", share)
        return _tr("{0} pictures of {1}").format(len(one.pictures), one.name) if column == PICTURES else self._text(one, column)


def _folded(one: SeenClass) -> str:
    return one.name.casefold()


def total(one: SeenClass) -> int:
    """Return the pictures of a class in all parts."""
    return one.training + one.validation + one.test


def _count(column: int, one: SeenClass) -> int:
    return (one.training, one.validation, one.test)[column - TRAINING]
