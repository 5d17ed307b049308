"""The slots between the results, the maps and the window's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class ResultsWiring(QObject):
    """Open the tab, and let a chosen picture become the probe."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        panel, session = window.results_panel, window.session
        window.actions_table.bind("show_confusion", self.show_confusion)
        window.results.told.connect(window.status_bar.show_notice)
        panel.noticed.connect(window.status_bar.show_notice)
        panel.picture_chosen.connect(self._choose_probe)
        session.probe_chosen.connect(panel.show_probe)
        window.docks["confusion"].visibilityChanged.connect(self._look)

    def show_confusion(self) -> None:
        """Bring the tab to the front, ready for the keys."""
        self._window.docks.show("confusion")
        self._window.results_panel.focus_matrix()

    def _look(self, in_front: bool) -> None:
        if in_front and self._window.results_panel.isVisible():
            self._window.results_panel.catch_up()

    def _choose_probe(self, index: int, part: str, walk: tuple[int, ...]) -> None:
        if self._window.results.is_of_other_data:
            self._window.status_bar.show_notice(self.tr("These pictures are of another data set than the one that is loaded."))
            return
        self._window.session.choose_probe(index, part, walk)
        if not self._window.docks.is_narrow:
            self._window.docks["maps"].raise_()
