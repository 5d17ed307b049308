"""The Training tab: curves, numbers, and how a run ended."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from designer.protocol.events import EpochFinished, ProgressTold, StepMade, StepsDone, TrainingFinished, TrainingStarted
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.curves_view import CurvesView
from designer.ui.training.run_curves import RunCurves
from designer.ui.training.sentences import ending_sentence, place_text, speed_text, step_sentence, time_text, told_after
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import TrainingState
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.empty_state import EmptyState

__all__ = ["TrainingPanel"]


class TrainingPanel(QWidget):
    """Show the run that is on, or the last one."""

    save_weights_requested = Signal()
    """The button *Save weights…* was pressed."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._themes = session, themes
        self._told: ProgressTold | None = None
        self._is_folded = False
        self.empty = EmptyState(themes, self)
        self.empty.show_text(self.tr("Press Train (F5) to see loss and accuracy here."), icon_name="chart", button=self.tr("Train"))
        self.empty.action_triggered.connect(session.primary)
        self.view = CurvesView(themes, self)
        self.numbers = ElidedLabel(parent=self)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        set_look(self.sentence, Look.STRONG)
        self.note = ElidedLabel(self.tr("The final softmax is part of the loss."), self)
        set_look(self.numbers, Look.SMALL)
        set_look(self.note, Look.SMALL)
        self.train_button = self._button(self.tr("Train more"), session.train_more)
        self.save_button = self._button(self.tr("Save weights…"), self.save_weights_requested)
        self.kill_button = self._button(self.tr("End the training process"), session.kill_worker)
        self._lay_out()
        self._show_buttons()
        self._connect(session)
        themes.on_change(self._show_theme)

    def _button(self, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(pressed)
        return button

    def _lay_out(self) -> None:
        self._page = QWidget(self)
        self._head, self._foot = QHBoxLayout(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(self.numbers, 1)
        self._head.addLayout(self.view.controls())
        self._foot.addWidget(self.sentence, 1)
        self._foot.addWidget(self.note, 0, Qt.AlignmentFlag.AlignRight)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        for button in (self.kill_button, self.train_button, self.save_button):
            self._buttons.addWidget(button)
        self._foot.addLayout(self._buttons)
        self._column = QVBoxLayout(self._page)
        self._column.addLayout(self._head)
        self._column.addWidget(self.view, 1)
        self._column.addLayout(self._foot)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the sentence where there is no room beside it."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < self._themes.current().px("narrow_window") // 2
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for widget in (self.numbers, self.view.smoothing, self.view.log_box):
            widget.setVisible(not (narrow and self.sentence.text()))
        room = self.width() - 2 * self._themes.current().px("space_l")
        self.sentence.setMinimumHeight(max(self.sentence.heightForWidth(room), 0) if narrow else 0)  # the dock grows with it, the plots stay whole

    def _connect(self, session: TrainingSession) -> None:
        session.state_changed.connect(self._show_state)
        session.run_started.connect(self._begin_run)
        session.steps_done.connect(self._take_steps)
        session.epoch_finished.connect(self._take_epoch)
        session.progress_told.connect(self._show_progress)
        session.step_made.connect(self._show_step)
        session.finished.connect(self._show_ending)
        session.failed.connect(self._show_trouble)
        session.broke_off.connect(self._show_trouble)
        session.stalled.connect(self._show_stall)

    def _begin_run(self, event: TrainingStarted) -> None:
        self.view.show_curves(RunCurves.of_run(event))
        self._is_folded = bool(event.folded)
        self._told = None
        self._show_sentence("")
        self.numbers.setText("")
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
        rate = self.tr("learning rate {0}").format(f"{self._session.run_settings.learning_rate:g}")
        parts = place_text(self._told, started), speed, self._session.device_title(started.device), rate
        self.numbers.setText(" · ".join(part for part in parts if part))

    def _show_step(self, event: StepMade) -> None:
        self._show_sentence(step_sentence(event))
        if self._told is not None and self._session.started is not None:
            self._told = told_after(self._told, event.step, self._session.started)
            self._show_numbers()

    def _show_ending(self, event: TrainingFinished) -> None:
        if self._told is not None:
            self._told = replace(self._told, step=event.step)
        self._show_numbers(time_text(event.seconds))
        self._show_sentence(ending_sentence(event))
        self._show_buttons(self.tr("Train more"), save=True)

    def _show_trouble(self, sentence: str) -> None:
        self._stack.setCurrentWidget(self._page)
        self._show_sentence(sentence)
        self._show_buttons(self.tr("Train again"))

    def _show_stall(self, sentence: str) -> None:
        self._show_sentence(sentence)
        self._show_buttons(kill=bool(sentence))

    def _show_state(self, state: TrainingState) -> None:
        self.empty.button().setEnabled(not state.is_active)
        if state is TrainingState.WARMING_UP:  # the window stands, the worker imports torch: nobody waits for us
            self.view.prepare()
        if state is TrainingState.RUNNING:
            self._show_sentence("")
        if state.is_active:
            self._show_buttons()

    def _show_sentence(self, text: str) -> None:
        self.sentence.setText(text)
        self._make_room()
        self.note.setVisible(self._is_folded and not text)

    def _show_buttons(self, train: str = "", *, save: bool = False, kill: bool = False) -> None:
        self.kill_button.setVisible(kill)
        self.train_button.setText(train)
        self.train_button.setVisible(bool(train))
        self.save_button.setVisible(save)

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(theme.px("space_l"), space, theme.px("space_l"), space)
        self._column.setSpacing(theme.px("space_s"))
        for row in (self._head, self._foot, self._buttons):
            row.setSpacing(theme.px("space"))
