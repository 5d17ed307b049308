"""The popup of the optimiser chip: every training setting but data set and augmentation, in groups, each with a sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QPushButton, QScrollArea, QStackedWidget, QWidget

from designer.network.fields import fields_of
from designer.network.training import Training
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.schedule_drawing import ScheduleDrawing
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import SettingField, help_text
from designer.ui.training.setting_groups import augmentation_text, rise_note, setting_groups, step_facts, unknown_text, why_not_on
from designer.ui.training.setting_page import SettingPage
from designer.ui.widgets.popup_panel import PopupPanel

__all__ = ["OptimiserPopup"]


class OptimiserPopup(PopupPanel):
    """Edit the training settings; a run that is on keeps its own. Built when it is first opened."""

    find_requested = Signal()
    """The learning rate is to be looked for."""
    augmentation_requested = Signal()
    """What is done to training pictures is to be shown."""

    def __init__(self, document: Document, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(self.tr("Training settings"), themes, parent)
        self._document, self._session, self._themes = document, session, themes
        self._pages: list[SettingPage] = []

    @property
    def fields(self) -> dict[str, SettingField]:
        """The fields by the settings' names."""
        self._build()
        return {name: field for page in self._pages for name, field in page.fields.items()}

    def notes_of(self, name: str) -> str:
        """Return what is said below a field; empty: nothing."""
        return next(page.notes[name].text() for page in self._pages if name in page.notes)

    def open_under(self, opener: QWidget) -> None:
        """Open with the group that was open last."""
        self._build()
        super().open_under(opener)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let undo and redo reach the document from everywhere in the popup."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._document.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._document.redo()
        else:
            super().keyPressEvent(event)

    def show_group(self, key: str) -> None:
        """Show one of the groups, by its key."""
        self._build()
        self.groups.setCurrentRow([page.group.key for page in self._pages].index(key))

    def _build(self) -> None:
        if self._pages:
            return
        self.groups, self._stack = QListWidget(self), QStackedWidget(self)
        self.groups.setAccessibleName(self.tr("Groups of settings"))
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.groups.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.groups.setWordWrap(True)
        for group in setting_groups():
            self._add_page(SettingPage(group, self._document, self._themes, self))
        self._add_extras()
        self.help, self.note = QLabel(self), QLabel(self.tr("The run that is on keeps its settings."), self)
        for label in (self.help, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.help.setFrameShape(QFrame.Shape.NoFrame)
        set_look(self.help, Look.MUTED)
        set_look(self.note, Look.WARNING)
        self._body = QHBoxLayout()
        self._body.addWidget(self.groups)
        self._body.addWidget(self._stack, 1)
        self.content.addLayout(self._body, 1)
        self.content.addWidget(self.help)
        self.content.addWidget(self.note)
        self.groups.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.groups.currentRowChanged.connect(self._explain_group)
        self.groups.setCurrentRow(0)
        self._document.changed.connect(self._show)
        for changed in (self._session.state_changed, self._session.device_changed, self._session.worker_ready, self._session.dataset_changed):
            changed.connect(self._show)
        self._themes.on_change(self._show_sizes)
        self._show()

    def _add_page(self, page: SettingPage) -> None:
        page.looked_at.connect(self._explain)
        page.left.connect(self._explain_focus)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._pages.append(page)
        self._stack.addWidget(area)
        self.groups.addItem(page.group.title)

    def _add_extras(self) -> None:
        pages = {page.group.key: page for page in self._pages}
        self.find_button = QPushButton(self.tr("Find…"), self)
        self.find_button.setToolTip(self.tr("Try rising learning rates for a moment and draw the loss over them."))
        self.find_button.clicked.connect(self._find)
        pages["optimiser"].add_beside("learning_rate", self.find_button)
        self.drawing = ScheduleDrawing(self._themes, self)
        pages["schedule"].below.addWidget(self.drawing)
        self.augmentation_button = QPushButton(self)
        set_look(self.augmentation_button, Look.LINK)
        self.augmentation_button.clicked.connect(self._show_augmentation)
        pages["regularisation"].below.addWidget(self.augmentation_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.unknown = QLabel(self)
        self.unknown.setTextFormat(Qt.TextFormat.PlainText)
        self.unknown.setWordWrap(True)
        set_look(self.unknown, Look.SMALL)
        pages["precision"].below.addWidget(self.unknown)

    def _show(self, *_: object) -> None:
        training = self._document.architecture.training
        device = self._session.computing_device
        reasons = {choice: why_not_on(choice, device) for choice in ("float32", "bfloat16", "float16")}
        self.fields["precision"].mark_choices(reasons)
        warnings = {"precision": reasons[training.precision], "warm_up": rise_note(training)}
        loaded = self._session.dataset.loaded
        steps = -(-loaded.training // training.batch_size) if loaded else 0
        facts = step_facts(steps, training.epochs)
        for page in self._pages:
            page.show_training(training, warnings, facts)
        self.drawing.show_training(training, steps)
        self.augmentation_button.setText(self.tr("Augmentation: {0} …").format(augmentation_text(training)))
        unknown = unknown_text(training)
        self.unknown.setText(self.tr("From a newer version, kept and not used:\n{0}").format(unknown) if unknown else "")
        self.unknown.setVisible(bool(unknown))
        self.find_button.setEnabled(not self._session.is_active)
        self.note.setVisible(self._session.is_active)

    def _explain(self, name: str) -> None:
        self.help.setText(f"{fields_of(Training)[name].label}: {help_text(name)}")

    def _explain_focus(self) -> None:
        """Say again what the field with the focus is, once the pointer has gone."""
        focused = next((name for name, field in self.fields.items() if field.editor.hasFocus()), "")
        if focused:
            self._explain(focused)

    def _explain_group(self, row: int) -> None:
        self._explain(self._pages[row].group.names[0])

    def _find(self) -> None:
        self.close()
        self.find_requested.emit()

    def _show_augmentation(self) -> None:
        self.close()
        self.augmentation_requested.emit()

    def _show_sizes(self, theme: Theme) -> None:
        self.groups.setFixedWidth(theme.px("settings_list_width"))
        self._stack.setFixedSize(theme.px("settings_page_width"), theme.px("settings_page_height"))
        self._body.setSpacing(theme.px("space_l"))
        self.setFixedWidth(theme.px("settings_list_width") + theme.px("settings_page_width") + 3 * theme.px("space_l") + 2 * theme.px("border"))
        self.help.setMinimumHeight(self.help.fontMetrics().lineSpacing() * 3)
