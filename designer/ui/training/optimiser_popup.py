"""The popup of the optimiser chip: every training setting but the data set."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from designer.network.fields import fields_of
from designer.network.training import Training
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import SettingField
from designer.ui.widgets.popup_panel import PopupPanel

__all__ = ["OptimiserPopup"]

_ONLY_FOR = {"momentum": "sgd"}


class OptimiserPopup(PopupPanel):
    """Edit the training settings; a run that is on keeps its own."""

    def __init__(self, document: Document, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(self.tr("Training settings"), themes, parent)
        self._document = document
        self._session = session
        self._grid = QGridLayout()
        self.fields: dict[str, SettingField] = {}
        self._labels: dict[str, QLabel] = {}
        for row, name in enumerate(name for name in fields_of(Training) if name != "dataset"):
            field = SettingField(document, name, self)
            self.fields[name] = field
            self._labels[name] = QLabel(field.label, self)
            self._grid.addWidget(self._labels[name], row, 0)
            self._grid.addWidget(field, row, 1)
        self._grid.setColumnStretch(1, 1)
        self._note = QLabel(self.tr("The run that is on keeps its settings."), self)
        self._note.setWordWrap(True)
        set_look(self._note, Look.SMALL)
        self.content.addLayout(self._grid)
        self.content.addWidget(self._note)
        document.changed.connect(self._show)
        session.state_changed.connect(self._show)
        self._show()
        themes.on_change(self._show_spacing)

    def _show(self, *_: object) -> None:
        optimizer = self._document.architecture.training.optimizer
        for name, field in self.fields.items():
            field.show_value()
            used = _ONLY_FOR.get(name, optimizer) == optimizer
            field.setVisible(used)
            self._labels[name].setVisible(used)
        self._note.setVisible(self._session.is_active)
        if self.isVisible():
            self.adjustSize()

    def _show_spacing(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(theme.px("space_l"))
        self._grid.setVerticalSpacing(theme.px("space_s"))
