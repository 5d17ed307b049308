"""Where a run is, in two short texts above a thin bar; for the toolbar."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QSizePolicy, QWidget

from designer.protocol.events import ProgressTold, StepMade, TrainingStarted
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.sentences import place_text, speed_text, time_text, told_after
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import TrainingState
from designer.ui.widgets.elided_label import ElidedLabel

__all__ = ["ProgressDisplay"]

_WHOLE = 1_000


class ProgressDisplay(QWidget):
    """Show epoch, step, speed and time left while a run is on; nothing else takes its place."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_compact = False
        self._widths = [0, 0]
        self._told: ProgressTold | None = None
        self.place, self.speed = ElidedLabel(parent=self), ElidedLabel(parent=self)
        self.speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the run"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.place, 0, 0)
        self._grid.addWidget(self.speed, 0, 1)
        self._grid.addWidget(self.bar, 1, 0, 1, 2)
        for label in (self.place, self.speed):
            set_look(label, Look.SMALL)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        session.state_changed.connect(self._show_state)
        session.run_started.connect(self._begin)
        session.progress_told.connect(self._show_progress)
        session.step_made.connect(self._show_step)
        session.trial.changed.connect(self._show_trial)
        self._full_width = themes.current().px("progress_width")
        self._show_state(session.state)
        themes.on_change(self._show_theme)

    def set_compact(self, compact: bool) -> None:
        """Say less where there is little room."""
        if compact == self._is_compact:
            return
        self._is_compact, self._widths = compact, [0, 0]
        self._show_text()

    def _begin(self, event: TrainingStarted) -> None:
        self._told = None
        self.bar.setRange(0, max(event.steps_per_epoch * event.epochs, 1))
        self.bar.setValue(0)

    def _show_progress(self, event: ProgressTold) -> None:
        self._told = event
        self.bar.setValue(event.step)
        self._show_text()

    def _show_step(self, event: StepMade) -> None:
        if self._told is not None and self._session.started is not None:
            self._show_progress(told_after(self._told, event.step, self._session.started))

    def _show_trial(self) -> None:
        if self._session.state is TrainingState.FINDING:
            self.bar.setRange(0, _WHOLE)
            self.bar.setValue(round(_WHOLE * self._session.trial.share))

    def _show_state(self, state: TrainingState) -> None:
        if state in (TrainingState.STARTING, TrainingState.FINDING):
            self._told, self._widths = None, [0, 0]
            self.bar.setRange(0, 1)
            self.bar.setValue(0)
        self.setVisible(state.is_active)
        self._show_text()

    def _show_text(self) -> None:
        for label, text in zip((self.place, self.speed), self._texts(), strict=True):
            label.setText(text)
        needed = [label.sizeHint().width() for label in (self.place, self.speed)]
        widths = [max(pair) for pair in zip(self._widths, needed, strict=True)]  # grow only, so that the buttons beside it keep still
        if widths != self._widths or self.width() < self._width:
            self._widths = widths
            for column, width in enumerate(widths):
                self._grid.setColumnStretch(column, width)
            self.setFixedWidth(max(self._width, sum(widths) + self._grid.horizontalSpacing()))

    def _texts(self) -> tuple[str, str]:
        if self._session.state is TrainingState.FINDING:
            return self.tr("rates…") if self._is_compact else self.tr("trying learning rates…"), ""
        started, told = self._session.started, self._told
        if started is None or told is None:
            return (self.tr("paused") if self._session.state is TrainingState.PAUSED else self.tr("starting…")), ""
        if self._session.state is TrainingState.PAUSED:
            return self._place(told, started), self.tr("paused")
        return self._place(told, started), time_text(told.seconds_left) if self._is_compact else speed_text(told)

    def _place(self, told: ProgressTold, started: TrainingStarted) -> str:
        return f"{told.epoch:,}/{started.epochs:,}" if self._is_compact else place_text(told, started)

    @property
    def _width(self) -> int:
        return self._full_width // 3 if self._is_compact else self._full_width

    def _show_theme(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(theme.px("space_l"))
        self._grid.setVerticalSpacing(theme.px("space_s"))
        self._show_text()

    def minimumSizeHint(self) -> QSize:
        """Return what the texts need."""
        return QSize(self._width, super().minimumSizeHint().height())
