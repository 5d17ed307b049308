"""The row of totals under the table: in line with its columns, never sorted, never scrolled away."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QToolTip, QWidget

from designer.network.analysis import Analysis
from designer.network.analysis_table import COLUMNS, Kind
from designer.network.analysis_text import cell_text
from designer.ui.theme import Theme, Themes


class TotalsRow(QWidget):
    """Paint each column's total where the header has that column."""

    def __init__(self, header: QHeaderView, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header, self._themes = header, themes
        self._analysis: Analysis | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._work_out)
        self._texts: tuple[str, ...] = ()
        self._exact: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header.sectionResized.connect(self._look_again)
        header.geometriesChanged.connect(self._look_again)
        themes.on_change(self._show_theme)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the totals of another analysis, in an event of their own: in a large network the peak of training takes a while."""
        self._analysis = analysis
        self._later.start()

    def text_of(self, column: int) -> str:
        """Return the total of a column."""
        self._work_out()
        return self._texts[column]

    def sizeHint(self) -> QSize:
        return QSize(0, self._themes.current().px("target") + self._themes.current().px("border"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._themes.current(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel_header"))
        painter.fillRect(QRect(0, 0, self.width(), theme.px("border")), theme.color("border"))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text"))
        for number, text in enumerate(self._texts[1:], 1):
            if text and not self._header.isSectionHidden(number):
                left = COLUMNS[number].kind in (Kind.WORDS, Kind.SHAPE)
                side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
                painter.drawText(self._place(number), side | Qt.AlignmentFlag.AlignVCenter, text)
        name = QRect(theme.px("border"), 0, self._header.sectionSize(0), self.height())
        painter.fillRect(name.adjusted(0, theme.px("border"), 0, 0), theme.color("panel_header"))  # the names are never scrolled away
        painter.drawText(name.adjusted(theme.px("space"), 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _tr("Total"))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell the exact number of bytes under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._header.logicalIndexAt(event.pos().x())
            QToolTip.showText(event.globalPos(), self._exact[number] if 0 <= number < len(self._exact) else "", self)
            return True
        return super().event(event)

    def _work_out(self) -> None:
        analysis, self._analysis = self._analysis, None
        if analysis is None:
            return
        values = [(column, column.total(analysis)) for column in COLUMNS]
        self._texts = tuple(_translated(cell_text(column.kind, value)) for column, value in values)
        self._exact = tuple(_tr("{0} bytes").format(f"{value:,}") if column.kind is Kind.BYTES else "" for column, value in values)
        named = zip(COLUMNS[1:], self._texts[1:], strict=True)
        told = [f"{_tr(column.heading)} {text}" for column, text in named if text and column.kind is not Kind.SHARE]
        self.setAccessibleName(_tr("Totals: {0}").format(", ".join(told)))
        self.update()

    def _place(self, number: int) -> QRect:
        space, header = self._themes.current().px("space"), self._header
        left = header.sectionViewportPosition(number) + self._themes.current().px("border")  # the table's frame
        return QRect(left, 0, header.sectionSize(number), self.height()).adjusted(space, 0, -space, 0)

    def _look_again(self, *_: object) -> None:
        self.update()

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()


def _translated(text: str) -> str:
    return _tr(text) if text else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnalysisTable", text)
