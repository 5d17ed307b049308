"""Padding in the lab: narrow, SAME, wide, or any number of zeros on each side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from designer.network.fields import Padding
from designer.network.kernel_lab import MOST_PADDING, WIDE, KernelLab
from designer.ui.kernel_lab.number_boxes import NumberBoxes
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.quiet_combo import QuietCombo

_NUMBERS = "numbers"


class PaddingChoice(QWidget):
    """A combo for the kind, and four boxes for the zeros above, below, left and right where they are given one by one.

    Attributes:
        sides: The boxes, for the owner to place.
    """

    chosen = Signal(object)
    """A padding: "valid", "same", "wide", or four numbers."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self.tr("padding"), self)
        set_look(self._label, Look.MUTED)
        self.combo = QuietCombo(self.tr("Padding"), self)
        self.combo.addItem(self.tr("narrow (VALID)"), "valid")
        self.combo.addItem(self.tr("SAME"), "same")
        self.combo.addItem(self.tr("wide (full)"), WIDE)
        self.combo.addItem(self.tr("each side"), _NUMBERS)
        self.combo.setToolTip(
            self.tr("narrow: no zeros; SAME: ⌈size/stride⌉ results; wide: every cell meets every cell of the kernel; or zeros for each side")
        )
        names = (self.tr("Zeros above"), self.tr("Zeros below"), self.tr("Zeros left"), self.tr("Zeros right"))
        self.sides = NumberBoxes(self.tr("zeros"), names, 0, MOST_PADDING, themes, self)
        self.sides.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.combo):
            self._row.addWidget(widget)
        self.combo.activated.connect(self._choose)
        self.sides.numbers_entered.connect(self.chosen)
        self._zeros: tuple[int, ...] = (0, 0, 0, 0)
        themes.on_change(self._show_theme)

    def show_padding(self, lab: KernelLab) -> None:
        """Show how the window in use is padded, with the zeros that this comes to."""
        padding: Padding = lab.sweep.padding
        self._zeros = (*lab.sides(0), *lab.sides(1))
        self.combo.setCurrentIndex(self.combo.findData(padding if isinstance(padding, str) else _NUMBERS))
        self.sides.show_numbers(tuple(min(zeros, MOST_PADDING) for zeros in self._zeros))
        if self.sides.isHidden() == (not isinstance(padding, str)):
            self.sides.setVisible(not isinstance(padding, str))

    def _choose(self, index: int) -> None:
        """Take a kind; numbers begin with the zeros that there are now."""
        kind = self.combo.itemData(index)
        self.chosen.emit(tuple(min(zeros, MOST_PADDING) for zeros in self._zeros) if kind == _NUMBERS else kind)

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_s"))
