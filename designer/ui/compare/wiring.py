"""The comparison, joined to menu, keys, the worker, the bar of the past and the list of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.protocol.commands import ComparePictures, CompareRun, EndComparison
from designer.runs.listing import RunSummary
from designer.ui.compare.side_by_side import CompareView
from designer.ui.maps.sentences import probe_text
from designer.ui.runs.columns import run_title
from designer.ui.runs.deeds import RunDeeds

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["CompareWiring"]


class CompareWiring(QObject):
    """Asks the worker for what is compared; whether anything is, its frames say.

    Args:
        runs: Tells which run of the list is to be compared with.
    """

    def __init__(self, window: MainWindow, runs: RunDeeds) -> None:
        super().__init__(window)
        self._window = window
        self._comparison, self._bar = window.maps_panel.comparison, window.history_bar
        actions = window.actions_table
        bound = {
            "compare": self.keep_picture, "compare_moment": self.keep_moment, "swap_compared": self._comparison.swap,
            "end_comparison": self.end,
        }  # fmt: skip
        for key, done in bound.items():
            actions.bind(key, done)
        actions["compare_difference"].toggled.connect(self._show_difference)
        self._comparison.ended.connect(self.end)
        self._comparison.chosen.connect(self._show_state)
        self._comparison.grids.pixel_chosen.connect(self._say_what_is_explained)
        self._bar.held.connect(self.keep_moment)
        self._bar.let_go.connect(self.end)
        window.live_maps.changed.connect(self._show_state)
        runs.comparison_wanted.connect(self.compare_with)
        self._show_state()

    def keep_picture(self) -> None:
        """Keep the picture that is shown as A."""
        window, probe = self._window, self._window.live_maps.probe
        if probe is None:
            window.status_bar.show_notice(self.tr("There are no maps yet; pictures can be compared as soon as they come."))
            return
        window.client.send(ComparePictures())
        window.docks.show("maps")
        told = self.tr("Kept as A: {0}. Now show another picture: next (Ctrl+Right), drawn or dropped.")
        window.status_bar.show_notice(told.format(probe_text(probe)))

    def keep_moment(self) -> None:
        """Keep the moment of the run that the slider shows as A; in the present, the last one that is kept."""
        moments = self._bar.moments
        if not moments.can_look_back:
            self._window.status_bar.show_notice(self.tr("There are no moments yet; train the network, or look at the past of a run."))
            return
        step = moments.steps[-1] if moments.step is None else moments.step
        self._comparison.titles[moments.folder] = ""
        self._window.client.send(CompareRun(folder=moments.folder, step=step))
        self._window.docks.show("maps")
        self._window.status_bar.show_notice(self.tr("Kept as A: step {0}. Now move the slider: what it shows is B.").format(f"{step:,}"))

    def compare_with(self, run: RunSummary) -> None:
        """Lay the maps that a run's best weights make beside those that are shown."""
        folder = str(run.path)
        self._comparison.titles[folder] = run_title(run)
        self._window.client.send(CompareRun(folder=folder))
        self._window.docks.show("maps")

    def end(self) -> None:
        """Compare with nothing any more."""
        self._window.client.send(EndComparison())

    def _say_what_is_explained(self) -> None:
        told = self.tr("The arithmetic of a pixel is told of {0}, which follows: click it there.")
        self._window.status_bar.show_notice(told.format(self._comparison.live_letter()))

    def _show_difference(self, differs: bool) -> None:
        self._comparison.show_as(CompareView.DIFFERENCE if differs else CompareView.BOTH)

    def _show_state(self, _: object = None) -> None:
        actions, beside = self._window.actions_table, self._window.live_maps.beside
        for key in ("compare_difference", "swap_compared", "end_comparison"):
            actions[key].setEnabled(beside is not None)
        actions["compare_difference"].setChecked(self._comparison.showing is CompareView.DIFFERENCE)
        folder = self._bar.moments.folder
        self._bar.show_held(beside.told.step if beside is not None and folder and beside.told.folder == folder else None)
