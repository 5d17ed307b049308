"""The slots between the Kernel lab and the window's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.opened_window import opened_window

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class KernelLabWiring(QObject):
    """Bring the lab to the front, and pass on what it says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_table.bind("show_kernel_lab", self.show_lab)
        window.docks["kernel_lab"].visibilityChanged.connect(window.kernel_lab_panel.look)
        window.kernel_lab_panel.told.connect(window.status_bar.show_notice)
        window.maps_panel.arithmetic.lab_asked.connect(self.open_window)

    def show_lab(self) -> None:
        """Show the lab, ready for the keys."""
        self._window.docks.show("kernel_lab")
        self._window.kernel_lab_panel.view().grids[LabPart.OUTPUT].setFocus()

    def open_window(self) -> None:
        """Show the window of the pixel that is explained, in the channel that is chosen there."""
        window, panel = self._window, self._window.maps_panel.arithmetic
        explanation = panel.explanation()
        if explanation is None or explanation.block not in window.document.analysis.reports:
            return
        opened = opened_window(explanation, panel.window_view.channel(), window.document.analysis, window.live_maps)
        if opened is not None:
            self.show_lab()
            window.kernel_lab_panel.view().open_at(opened.lab, opened.place)
            window.status_bar.show_notice(opened.text)
