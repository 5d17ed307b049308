"""The learning rate of the run that is on, to change while it runs."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from designer.network.errors import FieldError
from designer.network.fields import fields_of
from designer.network.training import Training
from designer.ui.style_sheet import Look, set_invalid, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import set_setting
from designer.ui.training.states import TrainingState

__all__ = ["RateControl"]

_FACTORS = (("÷10", 0.1), ("×½", 0.5), ("×2", 2.0))
_WITHOUT = (TrainingState.STOPPING, TrainingState.FINDING, TrainingState.STARTING)


class RateControl(QWidget):
    """Let the run go on with another learning rate; the network's own setting stays until *Keep* is pressed."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = 0.0
        self._label = QLabel(self.tr("learning rate"), self)
        set_look(self._label, Look.SMALL)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Learning rate of this run"))
        self.field.setToolTip(self.tr("From the next step on. A schedule scales it; the network's setting stays as it is."))
        self.field.returnPressed.connect(self._take_text)
        self.field.editingFinished.connect(self._take_text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._label)
        self._row.addWidget(self.field)
        self.buttons = {text: self._button(text, factor) for text, factor in _FACTORS}
        self.keep_button = QPushButton(self.tr("Keep"), self)
        self.keep_button.setToolTip(self.tr("Make this the learning rate of the network, for the next runs too."))
        self.keep_button.clicked.connect(self._keep)
        self._row.addWidget(self.keep_button)
        session.state_changed.connect(self._show)
        session.run_started.connect(self._begin)
        session.rate_set.connect(self._begin)
        session.document.changed.connect(self._show)
        self._show()
        themes.on_change(self._show_theme)

    def _button(self, text: str, factor: float) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(self.tr("Learning rate {0}").format(text))
        button.setToolTip(button.accessibleName())
        set_look(button, Look.QUIET)
        button.clicked.connect(partial(self._scale, factor))
        self._row.addWidget(button)
        return button

    def _begin(self, *_: object) -> None:
        self._wanted = self._session.base_rate
        self.field.setText(f"{self._wanted:g}")
        set_invalid(self.field, False)
        self._show()

    def _scale(self, factor: float, _checked: bool = False) -> None:
        self._ask((self._wanted or self._session.base_rate) * factor)

    def _take_text(self) -> None:
        try:
            rate = fields_of(Training)["learning_rate"].parse(float(self.field.text().strip().replace(",", ".")))
        except (FieldError, ValueError):
            set_invalid(self.field, True)
            return
        set_invalid(self.field, False)
        self._ask(rate)

    def _ask(self, rate: float) -> None:
        rate = float(f"{rate:.6g}")
        if rate != self._wanted:
            self._wanted = rate
            self._session.set_learning_rate(rate)

    def _keep(self) -> None:
        set_setting(self._session.document, "learning_rate", self._session.base_rate)

    def _show(self, *_: object) -> None:
        state = self._session.state
        self.setVisible(state.is_active and state not in _WITHOUT)
        self.keep_button.setVisible(self._session.base_rate != self._session.document.architecture.training.learning_rate)

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_s"))
        self.field.setFixedWidth(theme.px("chip_min_width") + theme.px("space"))
