"""What stands above the lab's grids: everything where there is room, else the two choices and a line that unfolds the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from designer.network.blocks.sliding import times
from designer.network.kernel_lab import WIDE, KernelLab
from designer.ui.icons import icon
from designer.ui.kernel_lab.controls import LabControls
from designer.ui.kernel_lab.kernel_choice import KernelChips, KernelList
from designer.ui.kernel_lab.matrices import is_probe
from designer.ui.kernel_lab.source_choice import SourceChoice
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

_UNDER_FOLD = 2
"""Where the unfolded settings stand among the rows."""
_SHARES = (3, 2)
"""Of the width, for the choice of the input and that of the kernel."""


class LabHead(QWidget):
    """Arrange the choices and settings for the width there is."""

    picture_chosen = Signal(bool)
    """The picture that is looked at is wanted, or a matrix."""

    def __init__(self, matrices: Sequence[tuple[str, str]], themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.controls = LabControls(matrices, themes, self)
        self.chips = KernelChips(themes, self)
        self.list = KernelList(self)
        self.fold = QToolButton(self)
        self.fold.setCheckable(True)
        self.fold.setToolTip(self.tr("Show or hide size, padding, stride, dilation and pooling"))
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_look(self.fold, Look.QUIET)
        self.fold.toggled.connect(self._unfold)
        self._choices, inputs, kernels = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout(), QHBoxLayout()
        self._rows, self._kernels = (self._choices, inputs, kernels), kernels
        self._kernel_label = self._label(self.tr("kernel"))
        self.source = SourceChoice(themes, self)
        self.source.picture_chosen.connect(self.picture_chosen)
        for row, name, choice in ((inputs, self.source, self.controls.matrix), (kernels, self._kernel_label, self.list)):
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(choice, 1, Qt.AlignmentFlag.AlignTop)
            self._choices.addLayout(row)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._choices)
        for part in (self.fold, self.controls, self.chips):
            self._column.addWidget(part)
        self._texts = "", ""
        self._arranged: tuple[bool, bool] | None = None
        themes.on_change(self._show_theme)
        self._arrange()

    def show_lab(self, lab: KernelLab) -> None:
        """Show the choices and settings of a lab."""
        self.controls.show_lab(lab)
        self.source.show_picture(is_probe(lab.name))
        self.chips.show_lab(lab)
        self.list.show_lab(lab)
        padding = lab.sweep.padding
        words = {"valid": self.tr("VALID"), "same": self.tr("SAME"), WIDE: self.tr("wide")}
        sides = (*lab.sides(0), *lab.sides(1))
        zeros = words[padding] if isinstance(padding, str) else " ".join(str(side) for side in (sides[:1] if len(set(sides)) == 1 else sides))
        parts = [f"{self.controls.mode.currentText()} {times(lab.window)}", self.tr("padding {0}").format(zeros)]
        parts += [self.tr("stride {0}").format(times(lab.sweep.stride))] if lab.sweep.stride != (1, 1) else []
        parts += [self.tr("dilation {0}").format(times(lab.sweep.dilation))] if lab.sweep.dilation != (1, 1) else []
        self._texts = " · ".join(parts), f"{times(lab.window)} · {zeros}"
        self.fold.setAccessibleName(self.tr("Settings: {0}").format(self._texts[0]))
        self._show_fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the arrangement that suits the width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = self._themes.current()
        wide, narrow = self.width() >= theme.px("lab_chips_width"), self.width() < theme.px("lab_row_width")
        if (wide, narrow) == self._arranged:
            return
        self._arranged = wide, narrow
        self._choices.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for widget in (self.list, self.fold):
            widget.setVisible(not wide)
        self._kernel_label.setVisible(not wide and not narrow)
        self.chips.setVisible(wide)
        self._column.removeWidget(self.controls)
        self._choices.removeWidget(self.controls)
        for place, stretch in enumerate(_SHARES):
            self._choices.setStretch(place, 0 if wide else stretch)
        if wide:
            self._choices.addWidget(self.controls, 1)
        else:
            self._column.insertWidget(_UNDER_FOLD, self.controls)
        if narrow:
            self._kernels.addWidget(self.fold, 1)
        else:
            self._kernels.removeWidget(self.fold)
            self._column.insertWidget(1, self.fold)
        self.controls.setVisible(wide or self.fold.isChecked())
        self._show_fold()

    def _show_fold(self) -> None:
        self.fold.setText(self._texts[bool(self._arranged and self._arranged[1])])

    def _unfold(self, unfolded: bool) -> None:
        self.controls.setVisible(unfolded or bool(self._arranged and self._arranged[0]))
        self._show_theme(self._themes.current())

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        set_look(label, Look.MUTED)
        return label

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("space_s"))
        for row in self._rows:
            row.setSpacing(theme.px("space_s"))
        self._kernel_label.setFixedHeight(theme.px("field_height"))
        for combo in (self.controls.matrix, self.list):
            combo.setMinimumWidth(theme.px("chip_min_width"))
        self.fold.setIcon(icon("chevron-up" if self.fold.isChecked() else "chevron-down", theme.color("text"), theme.px("icon_s")))
