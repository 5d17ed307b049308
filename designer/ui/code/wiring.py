"""The slots between the code, the canvas and the window's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.code.exporting import ScriptExport

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class CodeWiring(QObject):
    """Go from a line to its block, save the script, show what is in the way of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._export = ScriptExport(window.document, window.settings, window)
        self._export.told.connect(window.status_bar.show_notice)
        self._export.problems_in_the_way.connect(self._show_problems)
        window.actions_table.bind("export_pytorch", self._export.export)
        window.actions_table.bind("show_code", self.show_code)
        window.code_panel.save_requested.connect(self._export.export)
        window.code_panel.problems_requested.connect(self._show_problems)
        window.code_panel.block_chosen.connect(window.canvas.reveal)

    def show_code(self) -> None:
        """Bring the code to the front, ready for the keys."""
        self._window.docks.show("code")
        self._window.code_panel.view.setFocus()

    def _show_problems(self) -> None:
        self._window.docks.show("problems")
        self._window.problems_panel.next()
