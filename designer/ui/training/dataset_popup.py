"""The popup of the data set chip: what there is, what is missing and where to find it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from designer.network.shapes import shape_text
from designer.protocol.events import DatasetFacts
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import set_setting
from designer.ui.widgets.popup_panel import PopupPanel

__all__ = ["DatasetPopup"]


class DatasetPopup(PopupPanel):
    """Choose a data set; the choice is part of the document."""

    data_root_requested = Signal()
    """Another folder of data sets is to be chosen."""

    def __init__(self, document: Document, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(self.tr("Data set"), themes, parent)
        self._document = document
        self._session = session
        self._rows = QVBoxLayout()
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.load_button = QPushButton(self.tr("Load"), self)
        self.load_button.clicked.connect(self._load)
        self.folder_button = QPushButton(self.tr("Choose the folder of data sets…"), self)
        self.folder_button.clicked.connect(self._ask_for_folder)
        self.content.addLayout(self._rows)
        for widget in (self.sentence, self.load_button, self.folder_button):
            self.content.addWidget(widget)
        session.datasets_described.connect(self._list)
        session.dataset_changed.connect(self._show)
        document.changed.connect(self._show)
        self._list(session.datasets)
        themes.on_change(self._show_spacing)

    def _list(self, datasets: tuple[DatasetFacts, ...]) -> None:
        while item := self._rows.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.choices = {facts.name: self._row(facts) for facts in datasets}
        self._show()

    def _row(self, facts: DatasetFacts) -> QRadioButton:
        button = QRadioButton(self._button_text(facts), self)
        button.setEnabled(not facts.problem)
        button.clicked.connect(partial(self._choose, facts.name))
        self._group.addButton(button)
        self._rows.addWidget(button)
        if facts.problem:
            label = QLabel(facts.problem, self)
            label.setWordWrap(True)
            set_look(label, Look.SMALL)
            self._rows.addWidget(label)
        return button

    def _button_text(self, facts: DatasetFacts) -> str:
        if not facts.pictures:  # not known before it is loaded
            return self.tr("{0} · pictures of {1}").format(facts.title, shape_text(facts.shape))
        return self.tr("{0} · {1} pictures of {2}").format(facts.title, f"{facts.pictures:,}", shape_text(facts.shape))

    def _choose(self, name: str, _checked: bool = False) -> None:
        set_setting(self._document, "dataset", name)
        self.close()

    def _load(self) -> None:
        self._session.load_dataset()

    def _ask_for_folder(self) -> None:
        self.close()
        self.data_root_requested.emit()

    def _show(self, *_: object) -> None:
        chosen, status = self._document.architecture.training.dataset, self._session.dataset
        self._group.setExclusive(False)  # none is marked where the document names another
        for name, button in self.choices.items():
            button.setChecked(name == chosen)
        self._group.setExclusive(True)
        self.load_button.setVisible(status.waits_for_consent)
        self.sentence.setText(self._sentence())
        self.sentence.setVisible(bool(self.sentence.text()))
        set_look(self.sentence, Look.ERROR if status.problem else Look.MUTED)
        if self.isVisible():
            self.adjustSize()

    def _sentence(self) -> str:
        status = self._session.dataset
        if status.waits_for_consent:
            return self.tr("This network wants data from {0}. Nothing was read yet.").format(status.name)
        if status.problem:
            return status.problem
        loaded = status.loaded
        if loaded is None:
            return self.tr("{0} is being loaded.").format(status.name) if self._session.greeting else self.tr("The training process is starting.")
        return self.tr("{0} for training, {1} for validation, {2} for the test.").format(
            f"{loaded.training:,}", f"{loaded.validation:,}", f"{loaded.test:,}"
        )

    def _show_spacing(self, theme: Theme) -> None:
        self._rows.setSpacing(theme.px("space_s"))
