"""What stands below the curves: one sentence on the run, and the buttons that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QWidget

from designer.protocol.events import Remedy
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.flow_layout import FlowLayout

__all__ = ["RunFoot"]


class RunFoot(QWidget):
    """Show a sentence with its buttons, or a quiet note while there is none.

    Args:
        buttons: Keys and words of all buttons there may be, in their order.
        themes: Where sizes come from.
        parent: The owner.
    """

    pressed = Signal(str)
    """A button was pressed; carries its key."""
    remedy_chosen = Signal(object)
    """A remedy was chosen; carries the `Remedy`."""

    def __init__(self, buttons: Sequence[tuple[str, str]], themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.sentence, self.note = QLabel(self), ElidedLabel(parent=self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        set_look(self.sentence, Look.STRONG)
        set_look(self.note, Look.SMALL)
        self._side = QWidget(self)
        self._control: QWidget | None = None
        self._flow = FlowLayout(self._side)
        self.buttons = {key: self._button(text, partial(self._press, key)) for key, text in buttons}
        self.remedies: dict[str, QPushButton] = {}
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.sentence, 1)
        self._row.addWidget(self.note, 1)
        self._row.addWidget(self._side)
        self.show_sentence("")
        themes.on_change(self._show_theme)

    def add_control(self, widget: QWidget) -> None:
        """Put a control before the buttons."""
        self._control = widget
        self._row.insertWidget(self._row.indexOf(self._side), widget)

    def show_sentence(self, text: str, buttons: Sequence[str] = (), remedies: Sequence[Remedy] = ()) -> None:
        """Show a sentence, with the buttons of these keys and one for each remedy; an empty one lets the note be seen."""
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))
        self.note.setVisible(not text)
        self._show_remedies(remedies)
        for key, button in self.buttons.items():
            button.setVisible(key in buttons)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Look for the room again when the width or the buttons have changed."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.fit()
        return super().event(event)

    def fit(self) -> None:
        """Put the buttons under the sentence where there is no room beside it; what is under it is never cut off."""
        control = self._control.sizeHint().width() if self._control is not None and not self._control.isHidden() else 0
        room = self.width() - self._flow.sizeHint().width() - control
        below = room < self._themes.current().px("narrow_window") // 4
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self.setMinimumHeight(max(self._row.totalHeightForWidth(self.width()), 0) if below else 0)

    def _show_remedies(self, remedies: Sequence[Remedy]) -> None:
        for button in self.remedies.values():
            self._flow.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self.remedies = {}
        for remedy in remedies:
            button = self._button(remedy.text[:1].upper() + remedy.text[1:], partial(self._choose, remedy))
            button.setCheckable(True)
            self.remedies[remedy.text] = button
            button.show()
        for button in tuple(self.buttons.values())[1:] if remedies else ():  # behind the remedies: they are chosen first
            self._flow.removeWidget(button)
            self._flow.addWidget(button)

    def _button(self, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text, self._side)
        button.clicked.connect(pressed)
        button.hide()
        self._flow.addWidget(button)
        return button

    def _press(self, key: str, _checked: bool = False) -> None:
        self.pressed.emit(key)

    def _choose(self, remedy: Remedy, _checked: bool = False) -> None:
        self.remedy_chosen.emit(remedy)

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_s"))
        self._flow.setSpacing(theme.px("space_s"))
        self.fit()
