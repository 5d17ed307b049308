"""The line above the maps while something is compared: what is shown of it, swap, end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from designer.ui.compare.side_by_side import CompareView
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.icon_button import IconButton

__all__ = ["CompareBar"]


class CompareBar(QWidget):
    """Offer both side by side, or their difference; hidden while nothing is compared."""

    showing_chosen = Signal(object)
    """`CompareView.BOTH` or `CompareView.DIFFERENCE` was pressed."""
    swapped = Signal()
    """A and B are to change places."""
    ended = Signal()
    """Nothing is to be compared any more."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._views = QHBoxLayout(self), QButtonGroup(self)
        texts = (
            (CompareView.BOTH, self.tr("A | B"), self.tr("A and B beside each other, at one scale")),
            (CompareView.DIFFERENCE, self.tr("B − A"), self.tr("What B has more or less than A, around zero")),
        )
        self.buttons = {showing: self._view_button(showing, *words) for showing, *words in texts}
        self.swap_button = IconButton("swap", self.tr("Swap A and B"), themes, self)
        self.hint = ElidedLabel(parent=self)
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_look(self.hint, Look.SMALL)
        self.end_button = IconButton("close", self.tr("End the comparison (Esc)"), themes, self)
        self._row.addWidget(self.swap_button)
        self._row.addWidget(self.hint, 1)
        self._row.addWidget(self.end_button)
        self.swap_button.clicked.connect(self.swapped)
        self.end_button.clicked.connect(self.ended)
        self.hide()
        themes.on_change(self._show_theme)

    def show_state(self, showing: CompareView, hint: str) -> None:
        """Show what is shown; alone: the line is not needed.

        Args:
            hint: What to do next, or nothing.
        """
        if showing in self.buttons:
            self.buttons[showing].setChecked(True)
        self.hint.setText(hint)
        self.setVisible(showing is not CompareView.ALONE)

    def _view_button(self, showing: CompareView, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(True)
        set_look(button, Look.QUIET)
        button.clicked.connect(partial(self._choose, showing))
        self._views.addButton(button)
        self._row.addWidget(button)
        return button

    def _choose(self, showing: CompareView, _checked: bool = False) -> None:
        self.showing_chosen.emit(showing)

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space_s")
        self._row.setContentsMargins(space, 0, space, 0)
        self._row.setSpacing(space)
