"""The toolbar: document, data, device, settings, progress, and the buttons of training."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolBar, QWidget

from designer.ui.action_button import ActionButton
from designer.ui.chips import DatasetChip, DeviceChip, OptimiserChip
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.action_looks import PRIMARY_ICONS
from designer.ui.training.pace_button import PaceButton
from designer.ui.training.progress_display import ProgressDisplay
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import PRIMARY, TrainingState
from designer.ui.widgets.elided_label import ElidedLabel

__all__ = ["Toolbar"]


class _Divider(QWidget):
    """A thin upright line."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._color = themes.current().color("border")
        themes.on_change(self._show_theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._color)
        painter.end()

    def _show_theme(self, theme: Theme) -> None:
        self._color = theme.color("border")
        self.setFixedSize(theme.px("border"), theme.px("target"))
        self.update()


class Toolbar(QToolBar):
    """Show one row that fits any window of 1,024 px and more; what is longer is shortened.

    Args:
        document: Whose name and settings are shown.
        session: Whose state is shown.
        themes: Where colours and sizes come from.
        actions: Needs ``undo``, ``redo``, ``train``, ``step`` and ``stop``.
        parent: The window.
    """

    data_root_requested = Signal()
    """Another folder of data sets is to be chosen."""

    def __init__(
        self, document: Document, session: TrainingSession, themes: Themes, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setWindowTitle(self.tr("Toolbar"))
        self.setMovable(False)
        self._document = document
        self._themes = themes
        self.name, self.mark = ElidedLabel(parent=self), QLabel(self)
        set_look(self.name, Look.TITLE)
        set_look(self.mark, Look.MUTED)
        self.undo_button, self.redo_button = (ActionButton(actions[key], key, themes, self) for key in ("undo", "redo"))
        self.dataset_chip = DatasetChip(document, session, themes, self)
        self.device_chip = DeviceChip(session, themes, self)
        self.optimiser_chip = OptimiserChip(document, session, themes, self)
        self.progress = ProgressDisplay(session, themes, self)
        self.pace_button = PaceButton(session, themes, self)
        self.train_button = ActionButton(actions["train"], "play", themes, self, "text_on_accent")
        set_look(self.train_button, Look.PRIMARY)
        self.step_button, self.stop_button = (ActionButton(actions[key], key, themes, self) for key in ("step", "stop"))
        self._lay_out()
        self.dataset_chip.popup.data_root_requested.connect(self.data_root_requested)
        document.saved_state_changed.connect(self._show_document)
        session.state_changed.connect(self._show_state)
        themes.on_change(self._show_theme)
        self._show_document()
        self._show_state(session.state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self._bar = QWidget(self)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self._bar)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._line = _Divider(themes=self._themes, parent=self)
        left: list[QWidget] = [self.name, self.mark, self._line, self.undo_button, self.redo_button]
        left += [self.dataset_chip, self.device_chip, self.optimiser_chip]
        for widget in left:
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for widget in (self.progress, self.pace_button, self.train_button, self.step_button, self.stop_button):
            self._row.addWidget(widget)
        self.addWidget(self._bar)

    def _show_document(self) -> None:
        path = self._document.path
        self.name.setText(self._document.architecture.name or (path.stem if path else self.tr("Untitled")))
        self.name.setMinimumWidth(min(self.name.sizeHint().width(), self._themes.current().px("chip_min_width") * 2))
        self._show_mark()

    def _show_mark(self) -> None:
        mark = "" if not self._document.edited else "●" if self._is_narrow() else self.tr("● edited")
        self.mark.setText(mark)
        self.mark.setVisible(bool(mark))
        self.mark.setAccessibleName(self.tr("edited") if mark else "")

    def _show_state(self, state: TrainingState) -> None:
        self.train_button.show_icon("waiting" if state is TrainingState.STOPPING else PRIMARY_ICONS[PRIMARY[state]])

    def _is_narrow(self) -> bool:
        return self.width() < self._themes.current().px("narrow_window")

    def _fit(self) -> None:
        narrow = self._is_narrow()
        self._row.setSpacing(self._themes.current().px("space_s" if narrow else "space"))
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (self.step_button, self.stop_button):
            button.setToolButtonStyle(style)
        self.pace_button.setVisible(not narrow)
        self.progress.set_compact(narrow)
        self._show_mark()

    def _show_theme(self, theme: Theme) -> None:
        self.undo_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.redo_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.train_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.train_button.setMinimumWidth(theme.px("chip_min_width") + theme.px("icon_xl"))
        self._fit()
