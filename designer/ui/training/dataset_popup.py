"""The popup of the data set chip: what there is, what is missing and where to find it; the window with the pictures is one press away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QVBoxLayout, QWidget

from designer.network.figures import size_text
from designer.network.shapes import shape_text
from designer.protocol.events import DatasetFacts, LoadingTold
from designer.ui.data.loading_line import LoadingLine
from designer.ui.data.places import is_path, place_title
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import set_setting
from designer.ui.widgets.popup_panel import PopupPanel
from designer.ui.widgets.wrapped_label import wrapped_label

__all__ = ["DatasetPopup"]


class DatasetPopup(PopupPanel):
    """Choose a data set; the choice is part of the document."""

    data_root_requested = Signal()
    """Another folder of data sets is to be chosen."""
    look_requested = Signal()
    """The pictures are to be looked at."""

    def __init__(self, document: Document, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(self.tr("Data set"), themes, parent)
        self._document = document
        self._session = session
        self._rows = QVBoxLayout()
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        self.sentence = wrapped_label("", Look.MUTED, self)
        self.loading = LoadingLine(themes, self)
        self.loading.cancelled.connect(session.cancel_loading)
        self.load_button = QPushButton(self.tr("Load"), self)
        self.load_button.clicked.connect(session.load_dataset)
        self.look_button = QPushButton(self.tr("Look at the pictures…"), self)
        self.look_button.clicked.connect(self._ask_to_look)
        self.folder_button = QPushButton(self.tr("Choose the folder of data sets…"), self)
        self.folder_button.clicked.connect(self._ask_for_folder)
        self.content.addLayout(self._rows)
        for widget in (self.sentence, self.loading, self.load_button, self.look_button, self.folder_button):
            self.content.addWidget(widget)
        session.datasets_described.connect(self._list)
        session.dataset_changed.connect(self._show)
        session.loading_told.connect(self._show_progress)
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
        button.setEnabled(not facts.problem or bool(facts.download_bytes))
        button.clicked.connect(partial(self._choose, facts.name))
        self._group.addButton(button)
        self._rows.addWidget(button)
        if facts.problem and not facts.download_bytes:
            self._rows.addWidget(wrapped_label(facts.problem, Look.SMALL, self))
        return button

    def _button_text(self, facts: DatasetFacts) -> str:
        if facts.download_bytes:
            return self.tr("{0} · {1} to download").format(facts.title, size_text(facts.download_bytes))
        if not any(facts.shape):
            return facts.title
        if not facts.pictures:  # not known before it is loaded
            return self.tr("{0} · pictures of {1}").format(facts.title, shape_text(facts.shape))
        return self.tr("{0} · {1} pictures of {2}").format(facts.title, f"{facts.pictures:,}", shape_text(facts.shape))

    def _choose(self, name: str, _checked: bool = False) -> None:
        set_setting(self._document, "dataset", name)
        self.close()

    def _ask_to_look(self) -> None:
        self.close()
        self.look_requested.emit()

    def _ask_for_folder(self) -> None:
        self.close()
        self.data_root_requested.emit()

    def _show_progress(self, told: LoadingTold) -> None:
        self.loading.show_progress(told, self._title())
        self._show()

    def _show(self, *_: object) -> None:
        chosen, status = self._document.architecture.training.dataset, self._session.dataset
        self._group.setExclusive(False)  # none is marked where the document names another
        for name, button in self.choices.items():
            button.setChecked(name == chosen)
        self._group.setExclusive(True)
        if status.progress is None:
            self.loading.end()
        self.load_button.setVisible(status.waits_for_consent or bool(status.problem))
        self.load_button.setText(self._load_text())
        self.sentence.setText("" if status.progress is not None else self._sentence())
        self.sentence.setVisible(bool(self.sentence.text()))
        set_look(self.sentence, Look.ERROR if status.problem and not status.download_bytes else Look.MUTED)
        if self.isVisible():
            self.adjustSize()

    def _load_text(self) -> str:
        status = self._session.dataset
        if status.download_bytes:
            return self.tr("Download {0}").format(size_text(status.download_bytes))
        return self.tr("Try again") if status.problem else self.tr("Load")

    def _title(self) -> str:
        name = self._document.architecture.training.dataset
        return next((facts.title for facts in self._session.datasets if facts.name == name), place_title(name))

    def _sentence(self) -> str:
        status = self._session.dataset
        if status.waits_for_consent:
            return self.tr("This network wants data from {0}. Nothing was read yet.").format(status.name)
        if status.download_bytes:
            return self.tr("{0} is not here yet; it is downloaded once and then kept.").format(self._title())
        if status.problem:
            return status.problem
        loaded = status.loaded
        if loaded is None:
            return self.tr("{0} is being loaded.").format(self._title()) if self._session.greeting else self.tr("The training process is starting.")
        counts = self.tr("{0} for training, {1} for validation, {2} for the test.").format(
            f"{loaded.training:,}", f"{loaded.validation:,}", f"{loaded.test:,}"
        )
        return f"{loaded.title}: {counts}" if is_path(status.name) else counts

    def _show_spacing(self, theme: Theme) -> None:
        self._rows.setSpacing(theme.px("space_s"))
