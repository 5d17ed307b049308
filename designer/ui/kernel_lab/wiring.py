"""The slots between the Kernel lab and the window's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.kernel_lab.grid_layout import LabPart

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class KernelLabWiring(QObject):
    """Bring the lab to the front, and pass on what it says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_table.bind("show_kernel_lab", self.show_lab)
        window.kernel_lab_panel.told.connect(window.status_bar.show_notice)

    def show_lab(self) -> None:
        """Show the lab, ready for the keys."""
        self._window.docks.show("kernel_lab")
        self._window.kernel_lab_panel.view().grids[LabPart.OUTPUT].setFocus()
