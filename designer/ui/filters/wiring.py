"""The slots between the filters, the feature maps, the session and the window's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.filters.putting import KernelPutting
from designer.ui.training.states import TrainingState

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["FiltersWiring"]


class FiltersWiring(QObject):
    """Ask for filters while they are looked at, and keep filter and map in step."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        panel, session = window.filters_panel, window.session
        panel.wanted_changed.connect(session.show_filters)
        window.docks["filters"].visibilityChanged.connect(panel.look)
        panel.sight_changed.connect(session.show_filter_range)
        panel.filter_selected.connect(self._show_map)
        panel.block_asked.connect(self._select_block)
        panel.deeds.told.connect(window.status_bar.show_notice)
        window.maps_panel.map_selected.connect(panel.select)
        session.state_changed.connect(self._show_state)
        window.document.replaced.connect(window.filter_editing.forget)
        window.actions_table.bind("show_filters", self.show_filters)
        window.live_maps.changed.connect(self._show_state)
        self._show_state()
        self._take_kernels(window)

    def _take_kernels(self, window: MainWindow) -> None:
        """Let the Kernel lab put its kernel into filters."""
        lab = window.kernel_lab_panel
        self.putting = KernelPutting(window.document, window.live_maps, window.filter_editing, window.filters_panel)
        lab.filters_asked.connect(self.putting.put)
        self.putting.wanted.connect(self._show_block)
        self.putting.told.connect(window.status_bar.show_notice)
        self.putting.done.connect(window.filters_panel.focus_work)
        for outlined in (window.filters_panel.filter_selected, window.maps_panel.map_selected):
            outlined.connect(lab.show_outlined)

    def show_filters(self) -> None:
        """Bring the filters to the front, ready for the keys."""
        self._window.docks.show("filters")
        self._window.filters_panel.filters.setFocus()

    def _show_map(self, channel: int) -> None:
        """Outline the map that a filter makes, where the block's maps are shown."""
        if self._window.maps_panel.shown_block() == self._window.filters_panel.shown_block():
            self._window.maps_panel.grid.select(channel)

    def _select_block(self, block: str) -> None:
        self._window.document.select((block,))

    def _show_block(self, block: str) -> None:
        self._window.document.select((block,))
        self._window.docks.show("filters")

    def _show_state(self, _: object = None) -> None:
        state, past = self._window.session.state, self._window.live_maps.past_step
        reason = ""
        if state is TrainingState.FINDING:
            reason = self.tr("Learning rates are being tried: filters can be changed again afterwards.")
        elif state.is_active:
            reason = self.tr("A run is on and training changes the filters. Stop it to change them by hand.")
        elif past is not None:
            text = self.tr("These are the filters of step {0}, in the past. Go back to the present to change them.")
            reason = text.format(f"{past:,}")
        self._window.filters_panel.show_lock(reason)
        self._window.kernel_lab_panel.show_lock(reason)
