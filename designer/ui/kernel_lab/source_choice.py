"""Matrix or picture: two buttons of which one is down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes


class SourceChoice(QWidget):
    """Choose whether the lab follows the picture that is looked at."""

    picture_chosen = Signal(bool)
    """The picture is wanted, or a matrix."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = self._button(self.tr("matrix"), self.tr("A matrix of numbers, each can be changed"), False)
        self.picture = self._button(self.tr("picture"), self.tr("The picture that is looked at; the lab follows it"), True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for button in (self.matrix, self.picture):
            self._row.addWidget(button)
        themes.on_change(self._show_theme)
        self.show_picture(False)

    def show_picture(self, shown: bool) -> None:
        """Show which it is."""
        self.picture.setChecked(shown)
        self.matrix.setChecked(not shown)

    def _button(self, text: str, tip: str, picture: bool) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_look(button, Look.QUIET)
        button.clicked.connect(partial(self._choose, picture))
        return button

    def _choose(self, picture: bool, _checked: bool = False) -> None:
        self.show_picture(picture)
        self.picture_chosen.emit(picture)

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_xs"))
