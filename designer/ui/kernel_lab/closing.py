"""What follows a convolution's sum: a bias, then an activation, as in z = a(b + Σ x·w)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from designer.network.kernel_lab import KernelLab, LabActivation, Mode, number_of
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.decimal_field import DecimalField


class ClosingChoice(QWidget):
    """Show and take bias and activation; a pool has neither."""

    edited = Signal(object)
    """A lab with another bias or activation."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab = KernelLab()
        self._label = QLabel(self)
        set_look(self._label, Look.MUTED)
        self.bias = DecimalField(self.tr("Bias: added to every sum; a number such as 0.5, −2 or 1/9"), number_of, themes, self)
        self.relu = QCheckBox(self)
        self.relu.setAccessibleName(self.tr("then ReLU"))
        self.relu.setToolTip(self.tr("ReLU: max(0, z), what is below 0 becomes 0; the whole is z = a(b + Σ x·w)"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.bias, self.relu):
            self._row.addWidget(widget)
        self.bias.number_entered.connect(self._enter_bias)
        self.relu.clicked.connect(self._choose_relu)
        themes.on_change(self._show_theme)
        self.show_short(False)

    def show_short(self, short: bool) -> None:
        """Use fewer words, where there is little room."""
        self._label.setText(self.tr("+ b") if short else self.tr("then + bias"))
        self.relu.setText(self.tr("ReLU") if short else self.tr("then ReLU"))

    def show_lab(self, lab: KernelLab) -> None:
        """Show bias and activation of a lab."""
        self._lab = lab
        self.bias.show_number(lab.bias)
        self.relu.setChecked(lab.activation is LabActivation.RELU)
        if self.isHidden() == (lab.mode is Mode.CONVOLVE):
            self.setVisible(lab.mode is Mode.CONVOLVE)

    def _enter_bias(self, bias: float, _small: bool) -> None:
        self.edited.emit(self._lab.with_bias(round(bias, 9)))

    def _choose_relu(self, on: bool) -> None:
        self.edited.emit(self._lab.with_activation(LabActivation.RELU if on else LabActivation.NONE))

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_s"))
