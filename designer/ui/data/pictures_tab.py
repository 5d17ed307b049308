"""The tab with the pictures: how they are fitted to the input block, and the table of classes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.network.architecture import Architecture
from designer.network.edits import set_field
from designer.network.shapes import shape_text
from designer.protocol.events import DatasetInspected
from designer.ui.data.class_table import ClassTable
from designer.ui.data.fit_strip import FitStrip, drawn_sentence, fit_sentence
from designer.ui.data.part_legend import PartLegend
from designer.ui.data.slider_setting import QuietSlider
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.quiet_combo import QuietCombo

__all__ = ["PicturesTab"]

_IMAGE_CHANNELS = ((1,), (3,))
_LONGEST_INPUT = 512
"""Pictures that are longer are better shrunk than taken as they are."""


class PicturesTab(QWidget):
    """Show one answer of the worker about a data set."""

    part_chosen = Signal(str)
    """Pictures of another part are wanted."""
    others_wanted = Signal()
    """Other pictures of every class are wanted."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._answer: DatasetInspected | None = None
        self.fit_strip = FitStrip(themes, self)
        self.fit_text = QLabel(self)
        self.fit_text.setTextFormat(Qt.TextFormat.PlainText)
        self.fit_text.setWordWrap(True)
        self.input_button = QPushButton(self)
        self.input_button.clicked.connect(self._fit_input)
        self.legend = PartLegend(themes, self)
        self.part_box = QuietCombo(self.tr("Part whose pictures are shown"), self)
        self.part_box.addItem(self.tr("Training pictures"), "training")
        self.part_box.addItem(self.tr("Validation pictures"), "validation")
        self.part_box.addItem(self.tr("Test pictures"), "test")
        self.part_box.activated.connect(self._choose_part)
        self.others_button = QPushButton(self.tr("Other pictures"), self)
        self.others_button.setAccessibleName(self.tr("Show other pictures of every class"))
        self.others_button.clicked.connect(self.others_wanted)
        self.size_slider = QuietSlider(Qt.Orientation.Horizontal, self)
        self.size_slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.size_slider.setAccessibleName(self.tr("Size of the pictures"))
        self.size_slider.setToolTip(self.tr("Size of the pictures"))
        self.table = ClassTable(themes, self)
        self.size_slider.valueChanged.connect(self.table.set_side)
        self._lay_out()
        themes.on_change(self._show_theme)

    def show_answer(self, answer: DatasetInspected | None) -> None:
        """Show another answer; none: nothing."""
        is_new, self._answer = answer is not self._answer, answer
        self.table.show_answer(answer)
        if answer is None:
            return
        if is_new:  # an older one would take back what was just chosen
            self.part_box.setCurrentIndex(self.part_box.findData(answer.part))
        self._show_fit(answer)

    def _show_fit(self, answer: DatasetInspected) -> None:
        analysis = self._document.analysis
        report = analysis.reports.get(analysis.input_id) if analysis.input_id is not None else None
        shape = report.output_shape if report is not None and report.output_shape is not None else ()
        fits = bool(answer.fitted) and len(shape) == len(answer.shape)
        self.fit_strip.show_answer(answer, shape)
        sentence = answer.misfit
        if fits:
            stored = answer.shape, answer.smallest
            sentence = drawn_sentence(shape) if answer.drawn else fit_sentence(*stored, shape, answer.divisor)
        if fits and self._document.architecture.training.normalize == "standard":
            sentence += " " + self.tr("Then each channel is brought to mean 0 and deviation 1.")
        self.fit_text.setText(sentence or self.tr("The network has no input block yet: add one to see how the pictures are fitted."))
        set_look(self.fit_text, Look.ERROR if answer.misfit else Look.MUTED)
        whole = tuple(answer.shape)
        can_be_input = tuple(answer.smallest) == whole and whole[:1] in _IMAGE_CHANNELS and 0 < max(whole) <= _LONGEST_INPUT
        self.input_button.setVisible(whole != tuple(shape) and analysis.input_id is not None and can_be_input)
        self.input_button.setText(self.tr("Make the input {0}").format(shape_text(whole)))
        self.input_button.setAccessibleName(self.input_button.text())
        self.input_button.setToolTip(self.tr("Give the input block the shape that the pictures have; one undo step"))

    def _fit_input(self) -> None:
        block, answer = self._document.analysis.input_id, self._answer
        if block is not None and answer is not None:
            shape = tuple(answer.shape)
            label = self.tr("Make the input {0}").format(shape_text(shape))
            self._document.attempt(label, partial(_with_input, block=block, shape=shape))

    def _choose_part(self, index: int) -> None:
        self.part_chosen.emit(self.part_box.itemData(index))

    def _lay_out(self) -> None:
        self._fit, self._words, self._tools = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self._words.addWidget(self.fit_text)
        self._words.addWidget(self.input_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._words.addStretch(1)
        self._fit.addWidget(self.fit_strip, 3)
        self._fit.addLayout(self._words, 2)
        self._tools.addWidget(self.part_box)
        self._tools.addWidget(self.others_button)
        self._tools.addStretch(1)
        self._tools.addWidget(self.legend)
        self._tools.addStretch(1)
        self._tools.addWidget(self.size_slider)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._fit)
        self._column.addLayout(self._tools)
        self._column.addWidget(self.table, 1)

    def _show_theme(self, theme: Theme) -> None:
        margin = theme.px("space_l")
        self._column.setContentsMargins(margin, margin, margin, 0)
        self._column.setSpacing(theme.px("space"))
        self._fit.setSpacing(theme.px("space_xl"))
        self._tools.setSpacing(theme.px("space"))
        self.size_slider.setRange(theme.px("map_tile_min"), theme.px("map_tile_max") * 3 // 5)
        self.size_slider.setFixedWidth(theme.px("field_width") * 2)
        self.size_slider.setValue(max(self.size_slider.value(), theme.px("card_tile")))


def _with_input(architecture: Architecture, block: str, shape: tuple[int, ...]) -> Architecture:
    return set_field(architecture, block, "shape", list(shape))
