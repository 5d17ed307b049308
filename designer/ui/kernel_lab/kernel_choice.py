"""The named kernels: a row of chips where there is room, one list where there is not."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from designer.network.kernel_lab import KERNELS, KernelLab, Mode, kernel_name
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.quiet_combo import QuietCombo


class KernelChips(QWidget):
    """Offer the kernels by name; the one that is in the lab is marked."""

    kernel_chosen = Signal(str)
    """Name of a kernel."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, QToolButton] = {}
        self._flow = FlowLayout(self)
        for name in KERNELS:
            self._flow.addWidget(self._chip(name))
        themes.on_change(self._show_theme)

    def show_lab(self, lab: KernelLab) -> None:
        """Mark the kernel of a lab; a pool has none, choosing one brings the convolution back."""
        shown = shown_kernel(lab)
        for name, chip in self.chips.items():
            chip.setChecked(name == shown)

    def _chip(self, name: str) -> QToolButton:
        chip = QToolButton(self)
        chip.setText(name)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setAccessibleName(self.tr("Kernel {0}").format(name))
        chip.setToolTip("\n".join("  ".join(f"{value:.3g}".replace("-", "−") for value in row) for row in KERNELS[name]))
        set_look(chip, Look.CHIP)
        chip.clicked.connect(partial(self._choose, name))
        self.chips[name] = chip
        return chip

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.chips[name].setChecked(True)
        self.kernel_chosen.emit(name)

    def _show_theme(self, theme: Theme) -> None:
        self._flow.setSpacing(theme.px("space_s"))


class KernelList(QuietCombo):
    """The same kernels in a list, where there is no room for chips."""

    kernel_chosen = Signal(str)
    """Name of a kernel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_tr("Kernel"), parent)
        for name in KERNELS:
            self.addItem(name, name)
        self.setToolTip(_tr("Named kernels; a number of the kernel can be changed in its cell"))
        self.activated.connect(self._choose)

    def show_lab(self, lab: KernelLab) -> None:
        """Show the kernel of a lab."""
        name = shown_kernel(lab)
        self.setPlaceholderText(_tr("your own kernel") if lab.mode is Mode.CONVOLVE else _tr("no kernel: a pool"))
        self.setCurrentIndex(self.findData(name) if name else -1)

    def _choose(self, index: int) -> None:
        self.kernel_chosen.emit(self.itemData(index))


def shown_kernel(lab: KernelLab) -> str:
    """Return the name of the kernel that is used; empty: it has none, or a pool uses none."""
    return kernel_name(lab.kernel) if lab.mode is Mode.CONVOLVE else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("KernelLab", text)
