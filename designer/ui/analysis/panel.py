"""The Analysis tab: a table with a row for each block, its totals, and what copies it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollBar, QVBoxLayout, QWidget

from designer.network.analysis import Analysis
from designer.network.analysis_text import csv_text, markdown_table, tab_text
from designer.ui.analysis.table_model import AnalysisModel
from designer.ui.analysis.table_view import AnalysisView
from designer.ui.analysis.totals_row import TotalsRow
from designer.ui.document import Document
from designer.ui.icons import icon
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.sight import is_in_sight

_ROWS_WITH_FOOTER = 8
"""From this height on, in rows of the table, there is room for the buttons."""


class AnalysisPanel(QWidget):
    """Show what is known of every block; selecting a row selects the block, and the other way round."""

    block_activated = Signal(str)
    """The id of the block to go to; it is already selected."""
    noticed = Signal(str)
    """One sentence for the status line: what was copied."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._themes = document, themes
        self._fitted = False
        self.model = AnalysisModel(document.analysis, themes, self)
        self.view = AnalysisView(self.model, themes, self)
        self.view.setAccessibleName(self.tr("Analysis of the network, a row for each block"))
        self.totals = TotalsRow(self.view.horizontalHeader(), themes, self)
        self._scroll = QScrollBar(Qt.Orientation.Horizontal, self)
        self._follow_scrolling()
        self.footer = QWidget(self)
        self._told = ElidedLabel("", self.footer)
        self.markdown_button = self._copy_button(self.tr("Markdown"), self.tr("Copy the table as Markdown"))
        self.csv_button = self._copy_button(self.tr("CSV"), self.tr("Copy the table as CSV"))
        self._row = QHBoxLayout(self.footer)
        self._row.addWidget(self._told, 1)
        self._row.addWidget(self.markdown_button)
        self._row.addWidget(self.csv_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.totals)
        self._column.addWidget(self._scroll)
        self._column.addWidget(self.footer)
        self._connect()
        themes.on_change(self._show_theme)
        self.catch_up()

    def focus_table(self) -> None:
        """Give the table the keyboard focus."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def markdown(self) -> str:
        """Return the table as shown, as Markdown."""
        return markdown_table(self.model.analysis, self.model.reports(), self.view.columns.shown())

    def csv(self) -> str:
        """Return the table as shown, as CSV."""
        return csv_text(self.model.analysis, self.model.reports(), self.view.columns.shown())

    def copy(self, kind: str) -> None:
        """Put the selected ``rows``, or all as ``markdown`` or ``csv``, on the clipboard."""
        rows = self.view.selected_rows()
        if kind == "rows" and not rows:
            self.noticed.emit(self.tr("Nothing is selected, so nothing was copied."))
            return
        texts = {"markdown": self.markdown, "csv": self.csv}
        text = texts[kind]() if kind in texts else tab_text(self.model.analysis, self.model.reports(rows), self.view.columns.shown())
        QGuiApplication.clipboard().setText(text)
        number = len(rows) if kind == "rows" else self.model.rowCount()
        self.noticed.emit((self.tr("{0} row copied") if number == 1 else self.tr("{0} rows copied")).format(number))

    def catch_up(self) -> None:
        """Show what happened while nobody looked."""
        analysis = self._document.analysis
        if analysis is not self.model.analysis or not self._told.text():
            self.model.show_analysis(analysis)
            self.totals.show_analysis(analysis)
            self._told.setText(self._sentence(analysis))
        if not self._fitted:
            self._fitted = True
            self.view.columns.fit(analysis)
        self.view.select_rows(self.model.rows_of(self._document.selection))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.catch_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Catch up where the lower row was collapsed; leave a low panel to the rows, the menu copies too."""
        super().resizeEvent(event)
        self.footer.setVisible(self.height() >= _ROWS_WITH_FOOTER * self._themes.current().px("target"))
        self.catch_up()

    def _connect(self) -> None:
        self.view.row_activated.connect(self._activate)
        self.view.copy_requested.connect(self.copy)
        self.view.selectionModel().selectionChanged.connect(self._tell_selection)
        self.markdown_button.clicked.connect(self._copy_markdown)
        self.csv_button.clicked.connect(self._copy_csv)
        self._document.analysed.connect(self._follow)
        self._document.selection_changed.connect(self._follow)
        self._document.replaced.connect(self._fit_anew)

    def _copy_button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self.footer)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _follow_scrolling(self) -> None:
        """Let the bar below the totals scroll the table above them."""
        own = self.view.horizontalScrollBar()
        own.rangeChanged.connect(self._take_range)
        own.valueChanged.connect(self._scroll.setValue)
        own.valueChanged.connect(self.totals.update)
        self._scroll.valueChanged.connect(own.setValue)

    def _take_range(self, least: int, most: int) -> None:
        self._scroll.setRange(least, most)
        self._scroll.setPageStep(self.view.horizontalScrollBar().pageStep())
        self._scroll.setVisible(most > least)

    def _fit_anew(self) -> None:
        """Another document: its columns need other widths."""
        self._fitted = False
        self._follow(None)

    def _follow(self, _: object) -> None:
        """Follow the document only while in sight: Qt keeps the tabs behind shown, but out of the window."""
        if is_in_sight(self):
            self.catch_up()

    def _sentence(self, analysis: Analysis) -> str:
        counted = sum(report.in_network for report in analysis.reports.values())
        training = analysis.architecture.training
        batch = self.tr("training memory for a batch of {0}").format(f"{training.batch_size:,}")
        blocks = self.tr("{0} block") if counted == 1 else self.tr("{0} blocks")
        return f"{blocks.format(f'{counted:,}')} · {batch}"

    def _tell_selection(self, _added: QItemSelection, _removed: QItemSelection) -> None:
        ids = [self.model.block_id(row) for row in self.view.selected_rows()]
        if set(ids) != set(self._document.selection):
            self._document.select(ids)

    def _activate(self, row: int) -> None:
        block = self.model.block_id(row)
        self._document.select((block,))
        self.block_activated.emit(block)

    def _copy_markdown(self) -> None:
        self.copy("markdown")

    def _copy_csv(self) -> None:
        self.copy("csv")

    def _show_theme(self, theme: Theme) -> None:
        self._row.setContentsMargins(theme.px("space_l"), theme.px("space_s"), theme.px("space_l"), theme.px("space_s"))
        self._row.setSpacing(theme.px("space"))
        for button in (self.markdown_button, self.csv_button):
            button.setIcon(icon("copy", theme.color("text"), theme.px("icon")))
