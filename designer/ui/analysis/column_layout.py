"""Which columns of the table are shown, and how wide: as their contents need, unless a person chose otherwise."""

from __future__ import annotations

import json

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from designer.network.analysis import Analysis
from designer.network.analysis_table import COLUMNS, Column, Kind
from designer.network.analysis_text import cell_text
from designer.ui.theme import Theme, Themes

ALWAYS_SHOWN = 0
"""A row without its name says nothing."""

_NARROWEST_PX, _WIDEST_PX = 24, 2_000
_LIKELY = {
    "block": "conv12_dense", "type": "Depthwise conv", "trained": "1,000,000", "words": "trained", "shape": "512×112×112", "count": "10,000,000",
    "bytes": "100 MiB", "share": "99.9 %", "ratio": "×23,671", "area": "212×212", "place": "−4, −4",
}  # fmt: skip
"""Texts that columns always have room for, by their key or their kind: small edits then leave the widths alone."""


class ColumnLayout(QObject):
    """Hides columns of a view and gives them their widths."""

    def __init__(self, view: QTableView, themes: Themes) -> None:
        super().__init__(view)
        self._view, self._themes = view, themes
        self._chosen: dict[str, int] = {}
        self._needed: dict[str, int] = {}
        self._filling = False
        header = view.horizontalHeader()
        header.setMinimumSectionSize(_NARROWEST_PX)
        header.sectionResized.connect(self._keep_width)
        themes.on_change(self._show_theme)

    def shown(self) -> list[Column]:
        """Return the columns that are not hidden."""
        return [column for number, column in enumerate(COLUMNS) if not self._view.isColumnHidden(number)]

    def toggle(self, number: int) -> None:
        """Hide a column, or show it again."""
        self._fill(number, not self._view.isColumnHidden(number))

    def show_all(self) -> None:
        """Show every column in its own width."""
        self._chosen.clear()
        for number in range(len(COLUMNS)):
            self._fill(number, False)

    def dump(self) -> str:
        """Return which columns are hidden and how wide a person made the others, for the settings."""
        hidden = [column.key for number, column in enumerate(COLUMNS) if self._view.isColumnHidden(number)]
        return json.dumps({"hidden": hidden, "widths": self._chosen})

    def load(self, text: str) -> None:
        """Take what `dump` returned; what cannot be read is left out."""
        try:
            found = json.loads(text)
            hidden, widths = set(found["hidden"]), dict(found["widths"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        for number, column in enumerate(COLUMNS):
            width = widths.get(column.key)
            if isinstance(width, int) and _NARROWEST_PX <= width <= _WIDEST_PX:
                self._chosen[column.key] = width
            self._fill(number, column.key in hidden and number != ALWAYS_SHOWN)

    def fit(self, analysis: Analysis) -> None:
        """Make room for all that a network has in the table; done when it is opened, so that widths rest while it is edited."""
        metrics, strong = self._view.fontMetrics(), QFontMetrics(self._themes.current().font("strong"))
        for column in COLUMNS:
            texts = (cell_text(column.kind, column.value(report, analysis)) for report in analysis.reports.values())
            longest = metrics.horizontalAdvance(max(texts, key=len, default=""))
            self._needed[column.key] = max(longest, strong.horizontalAdvance(cell_text(column.kind, column.total(analysis))))
        self._show_theme(self._themes.current())

    def _fill(self, number: int, hidden: bool) -> None:
        self._filling = True
        self._view.setColumnHidden(number, hidden)
        if not hidden:
            self._view.horizontalHeader().resizeSection(number, self._chosen.get(COLUMNS[number].key) or self._own_width(number))
        self._filling = False

    def _own_width(self, number: int) -> int:
        column, metrics, theme = COLUMNS[number], self._view.fontMetrics(), self._themes.current()
        likely = metrics.horizontalAdvance(_LIKELY.get(column.key) or _LIKELY[column.kind.value])
        beside = theme.px("card_tile") if column.kind is Kind.SHARE else theme.px("icon_l") if number == ALWAYS_SHOWN else 0
        text = max(likely, min(self._needed.get(column.key, 0), theme.px("palette_width"))) + beside
        heading = metrics.horizontalAdvance(str(self._view.model().headerData(number, Qt.Orientation.Horizontal))) + theme.px("icon_s")  # its arrow
        return max(text, heading) + 2 * theme.px("space")

    def _keep_width(self, number: int, _before: int, width: int) -> None:
        if width and not self._filling:
            self._chosen[COLUMNS[number].key] = width

    def _show_theme(self, theme: Theme) -> None:
        self._view.verticalHeader().setDefaultSectionSize(theme.px("target"))
        for number in range(len(COLUMNS)):
            self._fill(number, self._view.isColumnHidden(number))
