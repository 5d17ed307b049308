"""The slots between the results, the maps and the window's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.protocol.events import ListedPicture
from designer.ui.results.wording import class_name, moment_text

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class ResultsWiring(QObject):
    """Open the tab, and let a chosen picture become the probe."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._clicked: ListedPicture | None = None
        panel, session = window.results_panel, window.session
        window.actions_table.bind("show_confusion", self.show_confusion)
        window.results.told.connect(window.status_bar.show_notice)
        panel.noticed.connect(window.status_bar.show_notice)
        panel.picture_chosen.connect(self._choose_probe)
        session.probe_chosen.connect(panel.show_probe)
        window.live_maps.changed.connect(self._compare)
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
        listed = self._window.results_panel.pictures.listed().pictures
        self._clicked = next((picture for picture in listed if picture.index == index), None)
        self._window.session.choose_probe(index, part, walk)
        if not self._window.docks.is_narrow:
            self._window.docks["maps"].raise_()

    def _compare(self, _: object) -> None:
        """Say so where the network, with the weights it has now, takes the clicked picture for something else than it did then."""
        clicked, window = self._clicked, self._window
        probe, finding = window.live_maps.probe, window.results.finding
        if clicked is None or probe is None or finding is None or probe.index != clicked.index:
            return
        says = window.live_maps.predicted(window.document.analysis.end_id)
        if not says:
            return  # the frame is still on its way
        self._clicked = None
        said, told = class_name(finding.confusion.classes, clicked.predicted), finding.confusion.told
        if says != said and not window.session.is_active:
            text = self.tr("The matrix is of “{0}”: there it was taken for {1}; with its weights of now the network says {2}.")
            best = self.tr(" “Restore best” brings those weights back.") if told.run and told.part == "test" else ""
            window.status_bar.show_notice(text.format(moment_text(told, finding.told_at), said, says) + best)
