"""The counts as tables: every class, and the pairs that are mixed up most; also as text for other programs."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QCoreApplication

from designer.ui.results.confusion import Confusion
from designer.ui.results.results import PictureQuestion
from designer.ui.results.sorted_table import TableColumn, TableRow
from designer.ui.results.wording import percent

MOST_PAIRS = 500


def class_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the table of classes."""
    return (
        TableColumn(_tr("Class"), _tr("The true class of the pictures"), is_number=False),
        TableColumn(_tr("Pictures"), _tr("Pictures of this class")),
        TableColumn(_tr("Missed"), _tr("Pictures of this class that were taken for another")),
        TableColumn(_tr("Recall"), _tr("Of the pictures of this class: how many were recognised")),
        TableColumn(_tr("Precision"), _tr("Of what was taken for this class: how much is of it")),
        TableColumn(_tr("F1"), _tr("Harmonic mean of precision and recall: 2 · recognised ÷ (pictures of the class + pictures taken for it)")),
    )


def class_rows(confusion: Confusion) -> list[TableRow]:
    """Return a row for each class, leading to the pictures that were missed."""
    rows = []
    for label, name in enumerate(confusion.classes):
        whole, right = int(confusion.of_class[label]), int(confusion.recognised[label])
        shares = tuple(float(numbers[label]) for numbers in (confusion.recall, confusion.precision, confusion.f1))
        texts = (name, f"{whole:,}", f"{whole - right:,}", *(percent(share) for share in shares))
        rows.append(TableRow(texts, (label, whole, whole - right, *shares), PictureQuestion(label, None, only_wrong=True)))
    return rows


def pair_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the table of pairs."""
    return (
        TableColumn(_tr("True class"), _tr("The class that the pictures have"), is_number=False),
        TableColumn(_tr("Taken for"), _tr("The class that the network said"), is_number=False),
        TableColumn(_tr("Pictures"), _tr("How many")),
        TableColumn(_tr("Share"), _tr("Of all pictures of the true class")),
    )


def pair_rows(confusion: Confusion) -> list[TableRow]:
    """Return a row for each of the most frequent mistakes."""
    rows = []
    for true, predicted, count in confusion.pairs[:MOST_PAIRS]:
        share = count / max(int(confusion.of_class[true]), 1)
        texts = (confusion.classes[true], confusion.classes[predicted], f"{count:,}", percent(share))
        rows.append(TableRow(texts, (true, predicted, count, share), PictureQuestion(true, predicted, only_wrong=True)))
    return rows


def matrix_text(confusion: Confusion, delimiter: str = "\t") -> str:
    """Return the whole matrix: rows are true classes, columns predicted ones."""
    rows: list[list[str | int]] = [[_tr("true \\ predicted"), *confusion.classes]]
    table = [[0] * confusion.size for _ in range(confusion.size)]
    for true, predicted, count in zip(confusion.true.tolist(), confusion.predicted.tolist(), confusion.counts.tolist(), strict=True):
        table[true][predicted] = count
    rows += [[name, *counts] for name, counts in zip(confusion.classes, table, strict=True)]
    return _written(rows, delimiter)


def classes_text(confusion: Confusion, delimiter: str = ",") -> str:
    """Return the table of classes with plain numbers."""
    rows: list[list[str | int]] = [["class", "pictures", "missed", "recall", "precision", "f1"]]
    for row in class_rows(confusion):
        shares = ["" if value != value else f"{value:.6g}" for value in row.values[3:]]
        rows.append([row.texts[0], int(row.values[1]), int(row.values[2]), *shares])
    return _written(rows, delimiter)


def pairs_text(confusion: Confusion, delimiter: str = "\t") -> str:
    """Return the most frequent mistakes."""
    rows: list[list[str | int]] = [[column.heading for column in pair_columns()]]
    rows += [[*row.texts[:2], int(row.values[2]), f"{row.values[3]:.6g}"] for row in pair_rows(confusion)]
    return _written(rows, delimiter)


def _written(rows: list[list[str | int]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Results", text)
