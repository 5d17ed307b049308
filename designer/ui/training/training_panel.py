"""The Training tab: curves, numbers, and how a run ended."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from designer.protocol.events import Ending, EpochFinished, ProgressTold, Remedy, StepMade, StepsDone, TrainingFinished, TrainingStarted
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.curve_series import OverlaidRun
from designer.ui.training.curves_view import CurvesView
from designer.ui.training.rate_control import RateControl
from designer.ui.training.run_curves import RunCurves
from designer.ui.training.run_foot import RunFoot
from designer.ui.training.sentences import ending_sentence, place_text, speed_text, start_note, step_sentence, time_text, told_after, whole_sentence
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import set_setting
from designer.ui.training.states import TrainingState
from designer.ui.training.step_pictures import StepPictures
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.empty_state import EmptyState

__all__ = ["TrainingPanel"]


class TrainingPanel(QWidget):
    """Show the run that is on, or the last one."""

    save_weights_requested = Signal()
    """The button *Save weights…* was pressed."""
    continue_requested = Signal()
    """A run that broke off is to go on from its last checkpoint."""
    block_requested = Signal(str)
    """A block is to be shown: it is where the run went wrong; carries its id."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._themes = session, themes
        self._told: ProgressTold | None = None
        self.empty = EmptyState(themes, self)
        self.empty.show_text(self.tr("Press Train (F5) to see loss and accuracy here."), icon_name="chart", button=self.tr("Train"))
        self.empty.action_triggered.connect(session.primary)
        self.view = CurvesView(themes, self)
        self.numbers = ElidedLabel(parent=self)
        self.numbers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it changes many times a second
        set_look(self.numbers, Look.SMALL)
        self.pictures = StepPictures(themes, self)
        words = {
            "show": self.tr("Show the block"), "wait": self.tr("Wait"), "stop": self.tr("Stop"), "kill": self.tr("Kill"),
            "continue": self.tr("Continue run"),
            "train": self.tr("Train more"), "again": self.tr("Train again"), "restore": self.tr("Restore best"), "save": self.tr("Save weights…"),
        }  # fmt: skip
        self.foot = RunFoot(tuple(words.items()), themes, self)
        self.rate = RateControl(session, themes, self.foot)
        self.foot.add_control(self.rate)
        self.sentence, self.buttons = self.foot.sentence, self.foot.buttons
        self.buttons["kill"].setToolTip(self.tr("End the training process; the run can go on from its last checkpoint, the network is not touched."))
        self.buttons["restore"].setToolTip(self.tr("Give the network the weights of the best epoch instead of the last ones."))
        self._presses = {
            "wait": session.wait_longer, "stop": session.stop, "kill": session.kill_worker, "continue": self.continue_requested.emit,
            "train": session.train_more, "again": session.train, "restore": session.restore_best, "save": self.save_weights_requested.emit,
            "show": self._show_block,
        }  # fmt: skip
        self._lay_out()
        self._connect(session)
        themes.on_change(self._show_theme)

    def _lay_out(self) -> None:
        self._page = QWidget(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.numbers, 1)
        self._head.addLayout(self.view.controls())
        self._column = QVBoxLayout(self._page)
        self._column.addLayout(self._head)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.pictures)
        self._column.addWidget(self.foot)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._page)
        self.pictures.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the sentence where there is no room beside it."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < self._themes.current().px("narrow_window") // 2
        for widget in (self.numbers, self.view.smoothing, self.view.log_box, self.view.options.more):
            widget.setVisible(not (narrow and self.sentence.text()))
        self.foot.fit()
        self.view.setVisible(not (narrow and self.foot.remedies))  # what helps now has the room

    def _connect(self, session: TrainingSession) -> None:
        session.state_changed.connect(self._show_state)
        session.run_started.connect(self._begin_run)
        session.steps_done.connect(self._take_steps)
        session.epoch_finished.connect(self._take_epoch)
        session.progress_told.connect(self._show_progress)
        session.step_made.connect(self._show_step)
        session.finished.connect(self._show_ending)
        session.failed.connect(self._show_failure)
        session.broke_off.connect(self._show_break)
        session.stalled.connect(self._show_stall)
        session.rate_set.connect(self._show_sentence)
        session.document.changed.connect(self._mark_remedies)
        self.foot.pressed.connect(self._press)
        self.foot.remedy_chosen.connect(self._take_remedy)

    def show_overlaid(self, runs: Sequence[OverlaidRun]) -> None:
        """Lay runs of the list over the curves."""
        self.view.show_overlaid(runs)
        self._stack.setCurrentWidget(self._page if runs or not self.view.curves.is_empty or self._session.is_active else self.empty)

    def _press(self, key: str) -> None:
        self._presses[key]()

    def _begin_run(self, event: TrainingStarted) -> None:
        self.view.show_curves(RunCurves.of_run(event), event.folder)
        self._told = None
        frozen = [report for report in self._session.document.analysis.reports.values() if report.block.frozen and report.parameters]
        self.foot.note.setText(start_note(event, len(frozen)))
        self._show_sentence("")
        self.numbers.setText("")
        self.pictures.show_preview(None, ())
        self._stack.setCurrentWidget(self._page)

    def _take_steps(self, event: StepsDone) -> None:
        self.view.curves.take_steps(event)
        self.view.draw_soon()

    def _take_epoch(self, event: EpochFinished) -> None:
        self.view.curves.take_epoch(event)
        self.view.draw_soon()

    def _show_progress(self, event: ProgressTold) -> None:
        self._told = event
        self._show_numbers(speed_text(event))

    def _show_numbers(self, speed: str = "") -> None:
        started = self._session.started
        if started is None or self._told is None:
            return
        rate = self.tr("learning rate {0}").format(f"{self._told.learning_rate or self._session.base_rate:.3g}")
        parts = place_text(self._told, started), speed, self._session.device_title(started.device), rate
        self.numbers.setText(" · ".join(part for part in parts if part))

    def _show_step(self, event: StepMade) -> None:
        self._show_sentence(step_sentence(event))
        loaded = self._session.dataset.loaded
        self.pictures.show_preview(event.preview, loaded.classes if loaded else ())
        if self._told is not None and self._session.started is not None:
            self._told = told_after(self._told, event.step, self._session.started)
            self._show_numbers()

    def _show_ending(self, event: TrainingFinished) -> None:
        if self._told is not None:
            self._told = replace(self._told, step=event.step)
        self._show_numbers(time_text(event.seconds))
        started = self._session.started
        self.buttons["train"].setText(self.tr("Train more") if event.ending is Ending.COMPLETED else self.tr("Continue run"))
        last_is_best = event.best_epoch is None or started is None or event.best_epoch * started.steps_per_epoch == event.step
        self._show_sentence(ending_sentence(event), ("train", "save") if last_is_best else ("train", "restore", "save"))

    def _show_failure(self, sentence: str) -> None:
        failure = self._session.failure
        block = self._session.document.architecture.by_id.get(failure.block) if failure else None
        if block is not None:
            self.buttons["show"].setText(self.tr("Show {0}").format(block.shown_name))
        self._show_sentence(whole_sentence(sentence), ("again",) if block is None else ("show", "again"), failure.remedies if failure else ())

    def _show_break(self, sentence: str) -> None:
        self._show_sentence(sentence, ("continue", "again") if self._session.started is not None else ("again",))

    def _show_stall(self, sentence: str) -> None:
        stopping = self._session.state is TrainingState.STOPPING
        if sentence or self._session.is_active:
            self._show_sentence(sentence, ("wait", "kill") if stopping else ("wait", "stop", "kill"))

    def _show_state(self, state: TrainingState) -> None:
        self.empty.button().setEnabled(not state.is_active)
        if state is TrainingState.WARMING_UP:  # the window stands, the worker imports torch: nobody waits for us
            self.view.prepare()
        if state in (TrainingState.RUNNING, TrainingState.STARTING):
            self._show_sentence("")
        if state is TrainingState.RUNNING:
            self.pictures.hide()

    def _show_block(self) -> None:
        if self._session.failure is not None:
            self.block_requested.emit(self._session.failure.block)

    def _take_remedy(self, remedy: Remedy) -> None:
        set_setting(self._session.document, remedy.key, remedy.value)
        self._mark_remedies()

    def _mark_remedies(self, *_: object) -> None:
        """Show which remedies are in force; undo takes them back."""
        failure, training = self._session.failure, self._session.document.architecture.training
        for remedy in failure.remedies if failure else ():
            if remedy.text in self.foot.remedies:
                self.foot.remedies[remedy.text].setChecked(getattr(training, remedy.key, None) == remedy.value)

    def _show_sentence(self, text: str, buttons: tuple[str, ...] = (), remedies: tuple[Remedy, ...] = ()) -> None:
        if text:
            self._stack.setCurrentWidget(self._page)
        self.foot.show_sentence(text, buttons if text else (), remedies if text else ())
        self._make_room()

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(theme.px("space_l"), space, theme.px("space_l"), space)
        self._column.setSpacing(theme.px("space_s"))
        self._head.setSpacing(space)
