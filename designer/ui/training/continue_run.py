"""*Continue run*: a run that was cut off goes on where its last checkpoint was taken."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from designer.network.same_run import can_go_on
from designer.runs.resumable import Resumable, interrupted_last, latest_resumable, read_resumable
from designer.ui.files.questions import moment
from designer.ui.training.states import TrainingState
from designer.ui.widgets.message_line import Tone

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["CONTINUE", "ContinueRun", "offer_text"]

CONTINUE, LATER = "continue", "continue_later"


def offer_text(run: Resumable) -> str:
    """Return which run was cut off, when it began, and how far it had come."""
    tr = QCoreApplication.translate
    name = run.name or tr("ContinueRun", "untitled")
    try:
        when = moment(datetime.fromisoformat(run.started))
    except ValueError:
        return tr("ContinueRun", "The training of “{0}” was cut off in epoch {1} of {2}.").format(name, f"{run.epoch:,}", f"{run.epochs:,}")
    text = tr("ContinueRun", "The training of “{0}”, begun {1}, was cut off in epoch {2} of {3}.")
    return text.format(name, when, f"{run.epoch:,}", f"{run.epochs:,}")


class ContinueRun(QObject):
    """Offers the run that the last program left, the one whose worker died, and the latest by the Train menu.

    Runs are looked for in this machine's folder; those of a worker elsewhere are continued from the run that is still known here.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._offered: Path | None = None
        self._offer = ""
        self._action = window.actions_table["continue_run"]
        self._action.setEnabled(False)
        window.actions_table.bind("continue_run", self.continue_latest)
        window.settled.connect(self.offer)
        window.session.state_changed.connect(self._follow)
        window.session.broke_off.connect(self._offer_broken)
        window.training_panel.continue_requested.connect(self._continue_broken)
        window.message_line.action_chosen.connect(self._answer)

    def offer(self) -> None:
        """Offer the run that was cut off when the last program ended; one that was declined is not offered again."""
        run = interrupted_last()
        self._show_possible()
        if run is None or run.path.name == self._window.settings.declined_run or self._window.message_line.isVisible():
            return
        self._offered, self._offer = run.path, offer_text(run)
        self._window.message_line.show_message(self._offer, Tone.INFO, ((CONTINUE, self.tr("Continue run")), (LATER, self.tr("Not now"))))

    def continue_latest(self) -> None:
        """Go on with the newest run that was stopped or cut off."""
        run = latest_resumable()
        if run is None:
            self._window.status_bar.show_notice(self.tr("There is no run that could go on: none was stopped or cut off."))
        else:
            self.continue_from(run)

    def continue_from(self, run: Resumable) -> bool:
        """Go on with a run: its network becomes the document, unless it is that already. Return whether it was begun.

        Nothing unsaved is lost: the window asks first.
        """
        window = self._window
        if window.session.is_active:
            window.status_bar.show_notice(self.tr("A run is on; stop it before another one goes on."))
            return False
        if not can_go_on(run.architecture, window.session.network_for_worker()):
            if not window.files.ask_before_losing():
                return False
            window.files.begin_with(run.architecture)
            window.session.load_dataset()  # it was trained with it on this machine, so nobody need be asked again
        window.message_line.hide()
        window.session.continue_run(str(run.path), run.epochs)
        return True

    def _follow(self, state: TrainingState) -> None:
        if state.is_active:
            self._action.setEnabled(False)
            line = self._window.message_line
            if self._offer and line.accessibleName() == self._offer:  # while another run is on it could not be taken; the menu keeps it
                line.hide()
        elif state is not TrainingState.WARMING_UP:
            self._show_possible()

    def _show_possible(self) -> None:
        self._action.setEnabled(not self._window.session.is_active and latest_resumable() is not None)

    def _offer_broken(self, sentence: str) -> None:
        """Offer to go on with the run whose worker died; its sentence stands there already."""
        run = self._broken()
        if run is not None:
            self._offered = run.path
            actions = ((CONTINUE, self.tr("Continue run")), ("train", self.tr("Train again")), ("log", self.tr("Show log")))
            self._window.message_line.show_message(sentence, Tone.ERROR, actions)

    def _broken(self) -> Resumable | None:
        started = self._window.session.started
        return read_resumable(Path(started.folder)) if started is not None else None

    def _continue_broken(self) -> None:
        run = self._broken()
        if run is not None:
            self.continue_from(run)
        else:
            self._window.status_bar.show_notice(self.tr("The run cannot go on: its folder has no checkpoint that could be used."))

    def _answer(self, key: str) -> None:
        if key not in (CONTINUE, LATER) or self._offered is None:
            return
        path, self._offered = self._offered, None
        self._window.message_line.hide()
        run = read_resumable(path)
        if key == LATER:
            self._window.settings.declined_run = path.name
        elif run is None:
            self._window.status_bar.show_notice(self.tr("The run cannot go on: its folder has no checkpoint that could be used."))
        elif not self.continue_from(run):
            self.offer()
