"""The slots between the Why tab, the maps and the window's frame."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.maps.content_deeds import ContentDeeds
from designer.ui.why.menu import WHY_KEYS
from designer.ui.why.questions import Method

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class WhyWiring(QObject):
    """Open the tab, let it follow maps and probe, and let a picture that was found become the probe."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        panel, session, reasons = window.why_panel, window.session, window.reasons
        window.actions_table.bind("show_why", self.show_why)
        window.actions_table.bind("find_exciting", self.find_exciting)
        for method, key in WHY_KEYS.items():
            window.actions_table.bind(key, partial(self.show_method, method))
        session.frame_drawn.connect(reasons.show_frame)
        session.probe_chosen.connect(reasons.show_probe)
        session.probe_chosen.connect(panel.show_probe)
        window.maps_panel.map_selected.connect(panel.show_channel)
        window.maps_panel.bars.row_selected.connect(panel.show_channel)
        window.docks["why"].visibilityChanged.connect(self._look)
        panel.picture_chosen.connect(self._choose_probe)
        panel.deed_asked.connect(ContentDeeds(window, self.tr("Save why this class")).do)

    def show_why(self) -> None:
        """Bring the tab to the front, ready for the keys."""
        self._window.docks.show("why")
        self._window.why_panel.show_page(0)
        self._window.why_panel.focus_choices()

    def show_method(self, method: Method) -> None:
        """Bring the tab to the front and ask by this method."""
        self.show_why()
        self._window.why_panel.probe.choices.show_method(method)

    def find_exciting(self) -> None:
        """Search for the pictures that excite the map that is outlined."""
        self._window.docks.show("why")
        self._window.why_panel.show_page(1)
        self._window.why_panel.exciting.find_button.click()

    def _look(self, _in_front: bool) -> None:
        self._window.why_panel.look()

    def _choose_probe(self, index: int, part: str, walk: tuple[int, ...]) -> None:
        found, session = self._window.reasons.exciting, self._window.session
        if found is not None and found.told.dataset != session.dataset.place:
            self._window.status_bar.show_notice(self.tr("These pictures are of another data set than the one that is loaded."))
            return
        session.choose_probe(index, part, walk)
