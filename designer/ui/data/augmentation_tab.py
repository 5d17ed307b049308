"""The tab where training pictures are changed: the settings at the left, what they do at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from designer.network.architecture import Architecture
from designer.network.edits import set_training
from designer.network.training import Training
from designer.ui.data.augmentation_look import SETTINGS, AugmentationLook, is_augmented
from designer.ui.data.slider_setting import SliderSetting
from designer.ui.data.variants_view import VariantsView
from designer.ui.document import Document
from designer.ui.style_sheet import Look
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.wrapped_label import wrapped_label
from designer.ui.worker_client import WorkerClient

__all__ = ["AugmentationTab"]


class AugmentationTab(QWidget):
    """Edit the seven settings and see at once what they do; asks the worker only while it is in sight."""

    def __init__(self, document: Document, session: TrainingSession, client: WorkerClient, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self.look = AugmentationLook(document, session, client, self)
        self.settings = {name: SliderSetting(document, name, themes, self) for name in SETTINGS}
        self.promise = wrapped_label(self.tr("Applied to training pictures only: validation, test and the probe stay as they are."), Look.MUTED, self)
        self.subject = wrapped_label("", Look.STRONG, self)
        self.none_button = QPushButton(self.tr("Change nothing"), self)
        self.none_button.setToolTip(self.tr("Set all seven back, so that pictures enter the network as they are"))
        self.none_button.clicked.connect(self._clear)
        self.others_button = QPushButton(self.tr("Other examples"), self)
        self.others_button.setToolTip(self.tr("Show other training pictures, in other epochs"))
        self.others_button.clicked.connect(self.look.draw_others)
        for button in (self.none_button, self.others_button):
            button.setAccessibleName(button.text())
        self.view = VariantsView(themes, self)
        self.view.room_changed.connect(self.look.show_room)
        self.empty = EmptyState(themes, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._lay_out()
        document.changed.connect(self._show_settings)
        self.look.changed.connect(self._show_pictures)
        themes.on_change(self._show_theme)
        self._show_settings()
        self._show_pictures()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask from now on."""
        super().showEvent(event)
        self.look.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        super().hideEvent(event)
        self.look.sleep()

    def _lay_out(self) -> None:
        self._panel = QWidget(self)
        self._left = QVBoxLayout(self._panel)
        self._left.addWidget(self.promise)
        for setting in self.settings.values():
            self._left.addWidget(setting)
        self._left.addWidget(self.none_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._left.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._panel)
        self._head = QHBoxLayout()
        self._head.addWidget(self.subject, 1)
        self._head.addWidget(self.others_button)
        self._right = QVBoxLayout()
        self._right.addLayout(self._head)
        self._right.addWidget(self._stack, 1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._scroll)
        self._row.addLayout(self._right, 1)

    def _show_settings(self, *_: object) -> None:
        self.none_button.setEnabled(is_augmented(self._document.architecture.training))

    def _show_pictures(self) -> None:
        loaded, look = self._session.dataset.loaded, self.look
        self.subject.setText(self.tr("Training pictures of {0}").format(loaded.title) if loaded else "")
        self.view.show_drawn(look.drawn)
        self.others_button.setEnabled(look.drawn is not None)
        self._stack.setCurrentWidget(self.view if look.drawn is not None else self.empty)
        self.empty.show_text(look.problem or self.tr("The examples are being made."), icon_name="warning" if look.problem else "picture")

    def _clear(self) -> None:
        self._document.attempt(self.tr("Change no training pictures"), without_augmentation)

    def _show_theme(self, theme: Theme) -> None:
        margin = theme.px("space_l")
        self._row.setContentsMargins(margin, margin, margin, margin)
        self._row.setSpacing(theme.px("space_xl"))
        for column in (self._left, self._right):
            column.setSpacing(theme.px("space"))
        self._left.setContentsMargins(0, 0, theme.px("scroll_bar"), 0)
        labels = [setting.label for setting in self.settings.values()]
        widest = max(label.fontMetrics().horizontalAdvance(label.text()) for label in labels)
        for label in labels:
            label.setFixedWidth(widest + theme.px("space_s"))
        self._scroll.setFixedWidth(theme.px("dock_column_width"))


def without_augmentation(architecture: Architecture) -> Architecture:
    """Return the architecture with pictures that enter the network as they are."""
    for name in SETTINGS:
        if getattr(architecture.training, name) != getattr(Training(), name):
            architecture = set_training(architecture, name, getattr(Training(), name))
    return architecture
