"""The learning-rate finder: tries rates, draws the loss over them, and sets the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.rate_curve import RateCurve, plain_rate
from designer.ui.training.sentences import whole_sentence
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import set_setting
from designer.ui.training.states import ENABLED, Happening

__all__ = ["RateFinderDialog"]

_WHOLE = 1_000


class RateFinderDialog(QDialog):
    """Show the trial that is on or was the last; closing it cancels it. Never modal."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find the learning rate"))
        self._session, self._trial = session, session.trial
        self._chosen = 0.0
        about = self.tr("The learning rate rises from step to step on a copy of the network. Good rates lie where the loss falls fastest.")
        self._about, self.sentence = QLabel(about, self), QLabel(self)
        for label in (self._about, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        set_look(self._about, Look.MUTED)
        self.curve = RateCurve(themes, self)
        self.curve.rate_chosen.connect(self.choose)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _WHOLE)
        self.bar.setAccessibleName(self.tr("Progress of the trial"))
        self.cancel_button = self._button(self.tr("Cancel"), session.stop)
        self.again_button = self._button(self.tr("Try again"), self.begin)
        self.use_button = self._button(self.tr("Use"), self.use)
        self.close_button = self._button(self.tr("Close"), self.close)
        set_look(self.use_button, Look.PRIMARY)
        self._lay_out()
        self._trial.changed.connect(self._show)
        session.state_changed.connect(self._show)
        themes.on_change(self._show_theme)
        self._show()

    def begin(self) -> None:
        """Begin a trial, where none is on and no run."""
        self._session.find_rate()
        if self._trial.is_on:
            self._chosen = 0.0
            self.curve.show_chosen(0.0)

    def open_and_begin(self) -> None:
        """Show the window and begin; where that is not possible now, the window or the status line says why."""
        if self._session.is_active and not self._trial.is_on:
            self._session.told.emit(self.tr("A run is on: the learning rate can be looked for when it has ended."))
            return
        if not self._trial.is_on:
            self.begin()
        if self._trial.is_on:
            self.show()
            self.raise_()
            self.activateWindow()

    def choose(self, rate: float) -> None:
        """Take a rate for *Use*."""
        self._chosen = rate
        self._show()

    def use(self) -> None:
        """Set the learning rate of the network: one undo step."""
        if self._chosen:
            set_setting(self._session.document, "learning_rate", self._chosen)
            self.close()

    def done(self, result: int) -> None:
        """Close; a trial that is on is cancelled."""
        if self._trial.is_on:
            self._session.stop()
        super().done(result)

    def _button(self, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(pressed)
        return button

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.addWidget(self.bar, 1)
        self._row.addStretch(1)
        for button in (self.cancel_button, self.again_button, self.use_button, self.close_button):
            self._row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._about)
        self._column.addWidget(self.curve, 1)
        self._column.addWidget(self.sentence)
        self._column.addLayout(self._row)

    def _show(self, *_: object) -> None:
        trial = self._trial
        if trial.suggestion and not trial.is_on and not self._chosen:
            self._chosen = plain_rate(trial.suggestion)
        self.curve.show_trial(trial.rates, trial.losses, trial.share if trial.is_on or not len(trial.rates) else 1.0, trial.suggestion)
        self.curve.show_chosen(self._chosen)
        self.bar.setValue(round(_WHOLE * trial.share))
        for widget in (self.bar, self.cancel_button):
            widget.setVisible(trial.is_on)
        for widget in (self.again_button, self.use_button, self.close_button):
            widget.setVisible(not trial.is_on)
        self.again_button.setEnabled(Happening.FIND in ENABLED[self._session.state])
        self.use_button.setEnabled(bool(self._chosen))
        self.use_button.setText(self.tr("Use {0}").format(f"{self._chosen:g}") if self._chosen else self.tr("Use"))
        self.sentence.setText(self._words())
        set_look(self.sentence, Look.ERROR if trial.problem and not trial.is_on else Look.STRONG)

    def _words(self) -> str:
        trial = self._trial
        if trial.is_on:
            return self.tr("Trying learning rates…") if len(trial.rates) else self.tr("The trial begins…")
        if trial.problem:
            return whole_sentence(trial.problem)
        now = f"{self._session.document.architecture.training.learning_rate:g}"
        if not trial.suggestion:
            return ""
        text = self.tr("Suggested: {0}; the network has {1}. A click on the curve chooses another.")
        return text.format(f"{plain_rate(trial.suggestion):g}", now)

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space_xl")
        self._column.setContentsMargins(space, space, space, space)
        self._column.setSpacing(theme.px("space_l"))
        self._row.setSpacing(theme.px("space"))
        self.sentence.setMinimumHeight(self.sentence.fontMetrics().lineSpacing() * 2)
