"""What stands above the filters: whose they are, of which moment, how the block starts, and their colours."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from designer.network.kernels import NAMED_KERNELS
from designer.ui.maps.legend import Legend
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.quiet_combo import QuietCombo

__all__ = ["FiltersHead"]

_RANDOM = "random"


class FiltersHead(QWidget):
    """Show a title and a moment; below them what is chosen for the whole block, and the legend."""

    back_pressed = Signal()
    """Go from a filter's channels back to all filters."""
    freeze_chosen = Signal(bool)
    """Freeze the block, or thaw it."""
    start_chosen = Signal(str)
    """Let the block start with this: ``random`` or a named kernel."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = IconButton("previous", self.tr("All filters (Esc)"), themes, self)
        self._title = ElidedLabel(parent=self)
        self._caption = ElidedLabel(parent=self)
        for label in (self._title, self._caption):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a new text with every frame
        self.freeze = QPushButton(self.tr("Freeze"), self)
        self.freeze.setCheckable(True)
        self.start = QuietCombo(self.tr("Filters start as"), self)
        for name in (_RANDOM, *NAMED_KERNELS):
            self.start.addItem(self.tr("start random") if name == _RANDOM else self.tr("start as {0}").format(name), name)
        self.legend = Legend(themes, self)
        self._column, self._row, self._flow = QVBoxLayout(self), QHBoxLayout(), FlowLayout()
        self._row.addWidget(self.back)
        self._row.addWidget(self._title, 3)
        self._row.addWidget(self._caption, 2)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.freeze, self.start, self.legend):
            self._flow.addWidget(widget)
        self._column.addLayout(self._row)
        self._column.addLayout(self._flow)
        set_look(self._title, Look.STRONG)
        self.back.clicked.connect(self._go_back)
        self.freeze.clicked.connect(self.freeze_chosen)
        self.start.activated.connect(self._choose_start)
        themes.on_change(self._show_theme)

    def show_title(self, text: str, inside: bool) -> None:
        """Say whose filters these are; ``inside`` one of them."""
        self._title.setText(text)
        self.back.setVisible(inside)

    def show_caption(self, text: str, honest: bool) -> None:
        """Say of which moment they are; what is not plainly trained or random stands out."""
        set_look(self._caption, Look.MUTED if honest else Look.WARNING)
        self._caption.setText(text)

    def title(self) -> str:
        """Return whose filters these are."""
        return self._title.text()

    def caption(self) -> str:
        """Return of which moment they are."""
        return self._caption.text()

    def show_frozen(self, name: str, frozen: bool) -> None:
        """Show whether training leaves the block alone."""
        self.freeze.setChecked(frozen)
        self.freeze.setText(self.tr("Frozen") if frozen else self.tr("Freeze"))
        thaw = self.tr("{0} is frozen: training leaves its weights alone. Press to thaw it.")
        tip = (thaw if frozen else self.tr("Freeze {0}: training leaves its weights alone")).format(name)
        self.freeze.setToolTip(tip)
        self.freeze.setAccessibleName(tip)

    def show_start(self, start: str | None, fits: bool) -> None:
        """Show what the block starts with; none: it has no such choice.

        Args:
            fits: The named kernels have a middle to lie in.
        """
        self.start.setVisible(start is not None)
        self.start.setCurrentIndex(max(0, self.start.findData(start)))
        self.start.setEnabled(fits)
        tip = self.tr("Start every filter with random weights or a named kernel; Ctrl+Z brings back what was there")
        self.start.setToolTip(tip if fits else self.tr("Named kernels need a kernel with odd sides of at least 3"))

    def _go_back(self) -> None:
        self.back_pressed.emit()

    def _choose_start(self, index: int) -> None:
        self.start_chosen.emit(self.start.itemData(index))

    def _show_theme(self, theme: Theme) -> None:
        self._flow.setSpacing(theme.px("space"))
        for layout in (self._row, self._column):
            layout.setSpacing(theme.px("space_s"))
        self._column.setContentsMargins(*(theme.px("space"), theme.px("space_s"), theme.px("space"), theme.px("space_s")))
        self._title.setMinimumHeight(theme.px("target"))
