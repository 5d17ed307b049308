"""What a panel shows while it has nothing to show: one sentence, and the way out of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from designer.ui.icons import pixmap
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

__all__ = ["EmptyState"]


class EmptyState(QWidget):
    """Show a centred sentence, an icon above it and a button below it where given."""

    action_triggered = Signal()
    """The button was pressed."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._icon_name = ""
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self._text, Look.MUTED)
        self._button = QPushButton(self)
        self._button.clicked.connect(self._trigger)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._text)
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.show_text("")
        themes.on_change(self._show_theme)

    def show_text(self, text: str, *, icon_name: str = "", button: str = "") -> None:
        """Show a sentence.

        Args:
            text: What is missing, and how it comes to be ("No run yet. Train the network to see its curves.").
            icon_name: One of `icons.icon_names`, or nothing.
            button: The button's label, or nothing.
        """
        self._icon_name = icon_name
        self._text.setText(text)
        self._icon.setVisible(bool(icon_name))
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._show_theme(self._themes.current())

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()

    def button(self) -> QPushButton:
        """Return the button, hidden where there is nothing to do."""
        return self._button

    def _trigger(self) -> None:
        self.action_triggered.emit()

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("space_l"))
        if self._icon_name:
            self._icon.setPixmap(pixmap(self._icon_name, theme.color("text_muted"), theme.px("icon_xl"), self.devicePixelRatioF()))
