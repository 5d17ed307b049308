"""The settings of the lab: which matrix, how the window goes, what is done under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from designer.network.kernel_lab import MOST_KERNEL, MOST_SIDE, MOST_STRIDE, KernelLab, Mode
from designer.ui.kernel_lab.number_boxes import NumberBoxes
from designer.ui.kernel_lab.padding_choice import PaddingChoice
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.quiet_combo import QuietCombo


class LabControls(QWidget):
    """Show and take the settings of a lab.

    Args:
        matrices: Key and title of the matrices on offer.

    Attributes:
        matrix: The choice of the matrix, for the owner to place.
    """

    matrix_chosen = Signal(str)
    """Key of a matrix."""
    edited = Signal(object)
    """A lab with one setting changed."""
    refused = Signal(str)
    """Why a number is not taken."""

    def __init__(self, matrices: Sequence[tuple[str, str]], themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._lab = KernelLab()
        self.matrix = QuietCombo(self.tr("Input"), self)
        self._matrices: tuple[tuple[str, str], ...] = ()
        self.show_matrices(matrices)
        self.mode = QuietCombo(self.tr("Under the window"), self)
        modes = (
            (Mode.CONVOLVE, self.tr("convolve")),
            (Mode.MAX, self.tr("max pooling")),
            (Mode.AVERAGE, self.tr("average pooling")),
            (Mode.SUM, self.tr("sum pooling")),
        )
        for mode, title in modes:
            self.mode.addItem(title, mode)
        self.mode.setToolTip(self.tr("Convolution as torch computes it: cross-correlation, the kernel is not flipped"))
        self.matrix_size = self._boxes(self.tr("size"), (self.tr("Rows of the input"), self.tr("Columns of the input")), MOST_SIDE)
        self.window_size = self._boxes(self.tr("window"), (self.tr("Height of the window"), self.tr("Width of the window")), MOST_KERNEL)
        self.stride = self._boxes(self.tr("stride"), (self.tr("Stride down"), self.tr("Stride right")), MOST_STRIDE)
        self.dilation = self._boxes(self.tr("dilation"), (self.tr("Dilation down"), self.tr("Dilation right")), MOST_STRIDE)
        self.padding = PaddingChoice(themes, self)
        self._flow = FlowLayout(self)
        for widget in (self.matrix_size, self.mode, self.window_size, self.padding, self.padding.sides, self.stride, self.dilation):
            self._flow.addWidget(widget)
        self._connect()
        themes.on_change(self._show_theme)

    def show_matrices(self, matrices: Sequence[tuple[str, str]]) -> None:
        """Offer these matrices, by key and title."""
        if tuple(matrices) == self._matrices:
            return
        self._matrices = tuple(matrices)
        self.matrix.clear()
        for key, title in matrices:
            self.matrix.addItem(title, key)
        self._show_matrix()

    def _show_matrix(self) -> None:
        self.matrix.setPlaceholderText(self._lab.name or self.tr("your own matrix"))
        self.matrix.setCurrentIndex(self.matrix.findData(self._lab.name) if self._lab.name else -1)

    def show_lab(self, lab: KernelLab) -> None:
        """Show the settings of a lab."""
        self._lab = lab
        self._show_matrix()
        self.mode.setCurrentIndex(self.mode.findData(lab.mode))
        self.matrix_size.show_numbers(lab.size)
        self.window_size.show_numbers(lab.window)
        self.stride.show_numbers(lab.sweep.stride)
        self.dilation.show_numbers(lab.sweep.dilation)
        self.padding.show_padding(lab)
        pools_without = lab.mode in (Mode.AVERAGE, Mode.SUM)  # torch has no dilation there
        if self.dilation.isHidden() != pools_without:
            self.dilation.setVisible(not pools_without)

    def flush(self) -> None:
        """Let what was typed into any box count."""
        for boxes in (self.matrix_size, self.window_size, self.stride, self.dilation, self.padding.sides):
            boxes.flush()

    def _boxes(self, word: str, names: tuple[str, ...], most: int) -> NumberBoxes:
        boxes = NumberBoxes(word, names, 1, most, self._themes, self)
        boxes.refused.connect(self.refused)
        return boxes

    def _connect(self) -> None:
        self.matrix.activated.connect(self._choose_matrix)
        self.mode.activated.connect(self._choose_mode)
        self.matrix_size.numbers_entered.connect(self._enter_size)
        self.window_size.numbers_entered.connect(self._enter_window)
        self.stride.numbers_entered.connect(self._enter_stride)
        self.dilation.numbers_entered.connect(self._enter_dilation)
        self.padding.chosen.connect(self._choose_padding)
        self.padding.sides.refused.connect(self.refused)

    def _choose_matrix(self, index: int) -> None:
        self.matrix_chosen.emit(self.matrix.itemData(index))

    def _choose_mode(self, index: int) -> None:
        self.edited.emit(self._lab.with_mode(Mode(self.mode.itemData(index))))

    def _enter_size(self, size: tuple[int, int]) -> None:
        self.edited.emit(self._lab.with_size(size))

    def _enter_window(self, window: tuple[int, int]) -> None:
        self.edited.emit(self._lab.with_window(window))

    def _enter_stride(self, stride: tuple[int, int]) -> None:
        self.edited.emit(self._lab.with_sweep(stride=stride))

    def _enter_dilation(self, dilation: tuple[int, int]) -> None:
        self.edited.emit(self._lab.with_sweep(dilation=dilation))

    def _choose_padding(self, padding: str | tuple[int, int, int, int]) -> None:
        self.edited.emit(self._lab.with_sweep(padding=padding))

    def _show_theme(self, theme: Theme) -> None:
        self._flow.setSpacing(theme.px("space"))
