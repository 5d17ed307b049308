"""What the window does with training settings, the learning-rate finder, slow steps, and the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from designer.protocol.events import StepMade, StepsDone
from designer.ui.training.end_notice import EndNotice
from designer.ui.training.pace import Pace
from designer.ui.training.rate_finder import RateFinderDialog
from designer.ui.training.states import ENABLED, Happening, TrainingState
from designer.ui.training.step_walk import StepWalk

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["ControlWiring"]

_STEP_MS = 1_800
_PACED_STEP_MS = 900


class ControlWiring(QObject):
    """The slots between actions, session and the parts that steer training."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._finder: RateFinderDialog | None = None
        self.walk = StepWalk(window.canvas, window.document, window.themes, window)
        self.notice = EndNotice(window.session, window)
        session, actions, chip = window.session, window.actions_table, window.toolbar.optimiser_chip
        actions.bind("training_settings", chip.open_popup)
        actions.bind("find_rate", self.find_rate)
        chip.popup.find_requested.connect(self.find_rate)
        chip.popup.augmentation_requested.connect(actions["augmentation"].trigger)
        self._bind_notice()
        window.training_panel.block_requested.connect(self._show_block)
        session.state_changed.connect(self._follow)
        session.step_made.connect(self._play_step)
        session.steps_done.connect(self._play_paced)
        self._follow(session.state)

    def find_rate(self) -> None:
        """Open the learning-rate finder and begin a trial."""
        if self._finder is None:
            self._finder = RateFinderDialog(self._window.session, self._window.themes, self._window)
        self._finder.open_and_begin()

    def _bind_notice(self) -> None:
        action, settings = self._window.actions_table["notify_end"], self._window.settings
        action.setChecked(settings.notify_end)
        self.notice.set_wanted(settings.notify_end)
        action.toggled.connect(self._want_notice)

    def _want_notice(self, wanted: bool) -> None:
        self.notice.set_wanted(wanted)
        self._window.settings.notify_end = wanted

    def _show_block(self, block_id: str) -> None:
        self._window.document.select((block_id,))
        self._window.canvas.reveal(block_id)

    def _follow(self, state: TrainingState) -> None:
        self._window.actions_table["find_rate"].setEnabled(Happening.FIND in ENABLED[state])
        if state not in (TrainingState.PAUSED, TrainingState.STEPPING, TrainingState.RUNNING):
            self.walk.cut()

    def _play_step(self, event: StepMade) -> None:
        self.walk.play(self.tr("loss {0} → {1}").format(f"{event.loss_before:.3g}", f"{event.loss_after:.3g}"), _STEP_MS)

    def _play_paced(self, event: StepsDone) -> None:
        if self._window.session.state is TrainingState.RUNNING and self._window.session.pace is Pace.STEPS_1:
            loss = float(np.frombuffer(event.losses, "<f4")[-1])
            self.walk.play(self.tr("loss {0}").format(f"{loss:.3g}"), _PACED_STEP_MS)
