"""The slots between the analysis table, the canvas and the window's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.analysis.dense_comparison import DenseComparison

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class AnalysisWiring(QObject):
    """Open the table, go from a row to its block, compare with the dense twin."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.comparison = DenseComparison(window.document, window.files, window.message_line, self)
        window.actions_table.bind("compare_dense", self.comparison.compare)
        window.actions_table.bind("show_analysis", self.show_table)
        window.analysis_panel.block_activated.connect(self._go_to)
        window.analysis_panel.noticed.connect(window.status_bar.show_notice)
        window.docks["analysis"].visibilityChanged.connect(self._look)

    def show_table(self) -> None:
        """Bring the table to the front, ready for the keys."""
        self._window.docks.show("analysis")
        self._window.analysis_panel.focus_table()

    def _look(self, in_front: bool) -> None:
        if in_front:
            self._window.analysis_panel.catch_up()

    def _go_to(self, block_id: str) -> None:
        canvas = self._window.canvas
        canvas.centerOn(canvas.canvas_scene.rect_of((block_id,)).center())
        canvas.moved.emit()
