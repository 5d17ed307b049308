"""The column of names that stays while the table is scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from designer.ui.theme import Theme, Themes

if TYPE_CHECKING:
    from designer.ui.analysis.table_view import AnalysisView


class NamesColumn(QTableView):
    """The table's first column once more, over its left edge; there only while the real one is scrolled away."""

    def __init__(self, view: AnalysisView, themes: Themes) -> None:
        super().__init__(view)
        self._view = view
        self.setAccessibleName(self.tr("Names of the blocks"))
        self.setModel(view.model())
        self.setSelectionModel(view.selectionModel())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(view)  # its keys are the table's
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(0)
        for number in range(1, view.model().columnCount()):
            self.setColumnHidden(number, True)
        header.sectionPressed.connect(self._view.cycle_sort)
        view.horizontalHeader().sortIndicatorChanged.connect(self._show_sorting)
        view.horizontalHeader().sectionResized.connect(self.place)
        view.horizontalHeader().geometriesChanged.connect(self.place)
        view.horizontalScrollBar().valueChanged.connect(self.place)
        view.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(view.verticalScrollBar().setValue)
        self.doubleClicked.connect(view.doubleClicked)
        self._show_sorting(-1)
        themes.on_change(self._show_theme)

    def place(self, *_: object) -> None:
        """Lie over the table's left edge while its first column is scrolled away."""
        view, own = self._view, self.viewport().x()  # both frames are as wide as the style says
        height = view.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(height)
        x, y = view.viewport().x() - own, view.horizontalHeader().y() - own
        self.setGeometry(x, y, view.columnWidth(0) + 2 * own, height + view.viewport().height() + 2 * own)
        self.setVisible(view.horizontalScrollBar().value() > 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the table's own menu."""
        self._view.contextMenuEvent(event)

    def _show_sorting(self, number: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.horizontalHeader().setSortIndicator(0 if number == 0 else -1, order)

    def _show_theme(self, theme: Theme) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px("target"))
