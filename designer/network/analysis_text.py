"""The analysis table as text: cells as people read them, Markdown for documents, CSV and tab-separated text for spreadsheets.

In CSV and tab-separated text numbers are plain (``48120``, ``-2``, ``0.7798…``), rows and columns stand in two columns, and there is no row of
totals, so that a spreadsheet can sum. A text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from designer.network.analysis import Analysis, BlockReport
from designer.network.analysis_table import Column, Kind, Value
from designer.network.figures import share_text, size_text, times_text
from designer.network.shapes import shape_text

_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_AXES = ("rows", "columns")
_PAIRS = (Kind.AREA, Kind.PLACE)
_WORDS = (Kind.WORDS, Kind.SHAPE)


def cell_text(kind: Kind, value: Value) -> str:
    """Return a value as people read it; nothing where there is none.

    >>> cell_text(Kind.COUNT, 48_120), cell_text(Kind.PLACE, (-2, 0)), cell_text(Kind.SHAPE, (6, 14, 14)), cell_text(Kind.COUNT, None)
    ('48,120', '−2, 0', '6×14×14', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, tuple):
        return ", ".join(f"{number:,}" for number in value).replace("-", "−") if kind is Kind.PLACE else shape_text(value)
    match kind:
        case Kind.BYTES:
            return size_text(int(value))
        case Kind.SHARE:
            return share_text(value)
        case Kind.RATIO:
            return times_text(value)
    return f"{value:,}"


def markdown_table(analysis: Analysis, reports: Iterable[BlockReport], columns: Sequence[Column]) -> str:
    """Return the table as Markdown, numbers to the right, the network's totals in the last row."""
    totals = [f"**{text}**" if text else "" for text in (cell_text(column.kind, column.total(analysis)) for column in columns)]
    rows = [[_escaped(cell_text(column.kind, column.value(report, analysis))) for column in columns] for report in reports]
    headings = [_escaped(column.heading) for column in columns]
    rulers = [":--" if column.kind in _WORDS else "--:" for column in columns]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (headings, rulers, *rows, totals))


def csv_text(analysis: Analysis, reports: Iterable[BlockReport], columns: Sequence[Column]) -> str:
    """Return the table as CSV with a line of headings, without totals."""
    return _separated([_headings(columns), *_plain_rows(analysis, reports, columns)], ",")


def tab_text(analysis: Analysis, reports: Iterable[BlockReport], columns: Sequence[Column]) -> str:
    """Return rows as spreadsheets take them from the clipboard: tab-separated, without headings."""
    return _separated(_plain_rows(analysis, reports, columns), "\t")


def _escaped(text: str) -> str:
    return re.sub(r"([\\|`*<\[])", r"\\\1", text)


def _headings(columns: Sequence[Column]) -> list[str]:
    return [heading for column in columns for heading in ([f"{column.key}_{axis}" for axis in _AXES] if column.kind in _PAIRS else [column.key])]


def _plain_rows(analysis: Analysis, reports: Iterable[BlockReport], columns: Sequence[Column]) -> list[list[str]]:
    return [[cell for column in columns for cell in _plain_cells(column, column.value(report, analysis))] for report in reports]


def _plain_cells(column: Column, value: Value) -> list[str]:
    if column.kind in _PAIRS:
        return [str(number) for number in value] if isinstance(value, tuple) else ["", ""]
    if isinstance(value, str):
        return [f"'{value}" if value.startswith(_FORMULA_BEGINS) else value]
    return [cell_text(column.kind, value) if isinstance(value, tuple) else "" if value is None else repr(value)]


def _separated(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()
