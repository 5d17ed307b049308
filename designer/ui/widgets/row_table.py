"""A table whose rows are selected whole, without grid and row numbers."""

from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

__all__ = ["RowTable"]


class RowTable(QTableView):
    """Show one thing a row: one line each, left by Tab, nothing typed unless a table says so.

    Args:
        several: More than one row may be selected.
    """

    def __init__(self, parent: QWidget | None = None, *, several: bool) -> None:
        super().__init__(parent)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
