"""What is asked: the method, the class, and what the method needs besides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from designer.network.analysis import Analysis
from designer.ui.theme import Theme, Themes
from designer.ui.why.questions import Method, Square, WhyQuestion, blocks_with_maps, default_block
from designer.ui.why.wording import method_text, square_text
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.quiet_combo import QuietCombo

_PREDICTED = -1


class Choices(QWidget):
    """Show the boxes that mean something for the chosen method."""

    chosen = Signal(object)
    """Another `WhyQuestion` was chosen."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._block = ""
        self._blocks: tuple[str, ...] = ()
        self._default = ""
        self.method = QuietCombo(self.tr("Method"), self)
        self.target = QuietCombo(self.tr("Class that is asked about"), self)
        self.block = QuietCombo(self.tr("Block whose maps are weighed"), self)
        self.square = QuietCombo(self.tr("Size of the square that hides a part"), self)
        self._flow = FlowLayout(self)
        for box in (self.method, self.target, self.block, self.square):
            box.setToolTip(box.accessibleName())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            self._flow.addWidget(box)
            box.activated.connect(self._choose)
        for method in Method:
            self.method.addItem(method_text(method), method.value)  # Qt would keep the text alone
        for square in Square:
            self.square.addItem(square_text(square), square.value)
        self.square.setCurrentIndex(self.square.findData(Square.MEDIUM.value))
        self.target.addItem(self.tr("predicted class"), _PREDICTED)
        self._show_needed()
        themes.on_change(self._show_theme)

    def question(self) -> WhyQuestion:
        """Return what is chosen."""
        target = self.target.currentData()
        method = Method(self.method.currentData())
        block = self.block.currentData() or "" if method is Method.GRAD_CAM else ""
        return WhyQuestion(method, None if target in (_PREDICTED, None) else target, block, Square(self.square.currentData()))

    def show_method(self, method: Method) -> None:
        """Choose a method, as a person does."""
        self.method.setCurrentIndex(self.method.findData(method.value))
        self._choose()

    def show_classes(self, classes: Sequence[str]) -> None:
        """Offer these classes; the number that was chosen stays chosen."""
        texts = [self.tr("predicted class"), *classes]
        if texts == [self.target.itemText(row) for row in range(self.target.count())]:
            return
        chosen = self.target.currentData()
        self.target.clear()
        for number, text in enumerate(texts, _PREDICTED):
            self.target.addItem(text, number)
        self.target.setCurrentIndex(max(0, self.target.findData(chosen)))

    def show_network(self, analysis: Analysis) -> None:
        """Offer the blocks that have maps; the one that was chosen stays chosen while it is there."""
        blocks, default = blocks_with_maps(analysis), default_block(analysis)
        names = [analysis.reports[name].block.shown_name for name in blocks]
        if (blocks, default) == (self._blocks, self._default) and names == [self.block.itemText(row) for row in range(self.block.count())]:
            return
        self._blocks, self._default = blocks, default
        self.block.clear()
        for name, text in zip(blocks, names, strict=True):
            self.block.addItem(text, name)
        self.block.setCurrentIndex(max(self.block.findData(self._block if self._block in blocks else default), 0 if blocks else -1))

    def _choose(self, _index: int = 0) -> None:
        self._show_needed()
        if self.sender() is self.block:
            self._block = self.block.currentData() or ""
        self.chosen.emit(self.question())

    def _show_needed(self) -> None:
        method = Method(self.method.currentData())
        self.block.setVisible(method is Method.GRAD_CAM)
        self.square.setVisible(method is Method.OCCLUSION)

    def _show_theme(self, theme: Theme) -> None:
        self._flow.setSpacing(theme.px("space_s"))
