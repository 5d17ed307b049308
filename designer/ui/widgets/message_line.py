"""A few words that say what happened and what can be done about it: the worker stopped, a file changed on disk."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from designer.ui.icons import pixmap
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.icon_button import IconButton

__all__ = ["MessageLine", "Tone"]

_MOST_ACTIONS = 3


class Tone(StrEnum):
    """How bad a message is; the value is also the name of its icon and colour."""

    INFO = "info"
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


class MessageLine(QFrame):
    """Show a notice, whole, with up to three buttons and a cross; hidden while there is nothing to say."""

    action_chosen = Signal(str)
    """A button was pressed; carries its key."""
    dismissed = Signal()
    """The cross or Esc closed the notice."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._severity = Tone.INFO
        self._buttons: list[QPushButton] = []
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._close = IconButton("close", self.tr("Close this message"), themes, self)
        self._close.clicked.connect(self._dismiss)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        self.hide()
        themes.on_change(self._show_theme)

    def show_message(self, text: str, severity: Tone = Tone.INFO, actions: Sequence[tuple[str, str]] = ()) -> None:
        """Show a notice in place of the one before.

        Args:
            text: One sentence.
            severity: Decides colour and icon.
            actions: At most three pairs (key, label); the key comes back in `action_chosen`.
        """
        self._severity = severity
        self._text.setText(text)
        self._show_actions(actions[:_MOST_ACTIONS])
        self.setAccessibleName(text)
        self._show_theme(self._themes.current())
        self.show()

    def text(self) -> str:
        """Return the notice."""
        return self._text.text()

    def severity(self) -> Tone:
        """Return how bad it is."""
        return self._severity

    def action_buttons(self) -> tuple[QPushButton, ...]:
        """Return the buttons, in their order."""
        return tuple(self._buttons)

    def clear(self) -> None:
        """Hide the notice without a signal."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Esc while a button of the line has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
            return
        super().keyPressEvent(event)

    def _show_actions(self, actions: Sequence[tuple[str, str]]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = [QPushButton(label, self) for _, label in actions]
        for button, (key, label) in zip(self._buttons, actions, strict=True):
            button.setAccessibleName(label)
            button.clicked.connect(partial(self._choose, key))
            self._row.insertWidget(self._row.count() - 1, button)

    def _choose(self, key: str, _checked: bool = False) -> None:
        self.action_chosen.emit(key)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _show_theme(self, theme: Theme) -> None:
        name, side = self._severity.value, theme.px("icon")
        self.setProperty("severity", name)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.setPixmap(pixmap(name, theme.color(name), side, self.devicePixelRatioF()))
        self._row.setContentsMargins(theme.px("space"), theme.px("space_xs"), theme.px("space_s"), theme.px("space_xs"))
        self._row.setSpacing(theme.px("space"))
        self.setMinimumHeight(theme.px("message_line_height"))
