"""The slots between the Runs tab, the curves and the training session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.runs.listing import RunSummary
from designer.runs.resumable import read_resumable
from designer.ui.runs.deeds import RunDeeds
from designer.ui.runs.train_both import TrainBoth
from designer.ui.training.curve_series import OverlaidRun
from designer.ui.training.states import TrainingState

if TYPE_CHECKING:
    from designer.ui.analysis.dense_comparison import DenseComparison
    from designer.ui.main_window import MainWindow
    from designer.ui.training.continue_run import ContinueRun

__all__ = ["RunsWiring"]


class RunsWiring(QObject):
    """Follow runs as they begin and end, and lay those that are ticked over the curves.

    Args:
        comparison: What shows the dense twin.
        continuing: What lets a run go on.
    """

    def __init__(self, window: MainWindow, comparison: DenseComparison, continuing: ContinueRun) -> None:
        super().__init__(window)
        self._window, self._panel, self._continuing = window, window.runs_panel, continuing
        self.deeds = RunDeeds(window)
        self.both = TrainBoth(window)
        comparison.both_requested.connect(self.both.begin_with)
        panel, session = window.runs_panel, window.session
        window.actions_table.bind("show_runs", self.show_list)
        window.docks["runs"].visibilityChanged.connect(panel.look)
        panel.train_requested.connect(session.primary)
        panel.action_chosen.connect(self._continue)
        panel.overlays.told.connect(window.status_bar.show_notice)
        panel.overlays.changed.connect(self._show_overlaid)
        panel.overlays.grown.connect(window.training_panel.view.draw_soon)
        window.training_panel.view.dismissed.connect(panel.overlays.take_out)
        session.state_changed.connect(self._follow)

    def show_list(self) -> None:
        """Bring the list to the front, ready for the keys."""
        self._window.docks.show("runs")
        self._panel.look(True)
        self._panel.focus_table()

    def _show_overlaid(self, runs: tuple[OverlaidRun, ...]) -> None:
        self._window.training_panel.show_overlaid(runs)
        if runs:
            self._window.status_bar.show_notice(self.tr("{0} of 8 runs over each other; Show curves brings them to the front.").format(len(runs)))

    def _follow(self, state: TrainingState) -> None:
        self._panel.actions_of_runs.show_training(state.is_active)
        self._panel.reader.refresh()

    def _continue(self, key: str, runs: tuple[RunSummary, ...]) -> None:
        if key != "continue" or not runs:
            return
        run = read_resumable(runs[0].path)
        if run is None:
            self._window.status_bar.show_notice(self.tr("The run cannot go on: its folder has no checkpoint that could be used."))
        else:
            self._continuing.continue_from(run)
