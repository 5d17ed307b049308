"""What can be done to the filter that is outlined: its cells, and what changes all of them at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from designer.network.kernels import NAMED_KERNELS
from designer.ui.filters.cell_field import weight_of
from designer.ui.filters.edit_list import EditList
from designer.ui.filters.kernel_editor import KernelEditor
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.decimal_field import DecimalField
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.wrapped_label import wrapped_label

__all__ = ["FilterTools"]


class FilterTools(QFrame):
    """Show the editor of one slice, and buttons for the slice or the filter."""

    kernel_chosen = Signal(str)
    """Set it to this named kernel."""
    inverted = Signal()
    """Turn all signs round."""
    zeroed = Signal()
    """Make it all 0."""
    channels_asked = Signal()
    """Show the filter's slices one by one."""
    undo_asked = Signal()
    redo_asked = Signal()
    bias_changed = Signal(float, bool)
    """What the filter adds, and whether it was one of many small steps."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._cells, self._room_px = False, 0
        self._line, self._likeness = ElidedLabel(parent=self), ElidedLabel(parent=self)
        self._reason = wrapped_label("", Look.WARNING, self)
        self.editor = KernelEditor(themes, self)
        self.set_to = QToolButton(self)
        self.set_to.setText(self.tr("Set to"))
        self.set_to.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.set_to)
        self.kernels = {name: QAction(name, self) for name in NAMED_KERNELS}
        for name, action in self.kernels.items():
            action.triggered.connect(partial(self._choose, name))
            self._menu.addAction(action)
        self.set_to.setMenu(self._menu)
        self.invert = self._button(self.tr("Invert"), self.tr("Turn all signs round"))
        self.zero = self._button(self.tr("Zero"), self.tr("Make every weight 0"))
        self.channels = self._button(self.tr("Channels"), self.tr("Show the filter's slices one by one, each beside the map it lies over (Enter)"))
        self.undo = IconButton("undo", self.tr("Undo"), themes, self)
        self.redo = IconButton("redo", self.tr("Redo"), themes, self)
        self.bias = DecimalField(self.tr("Bias of the filter: added to every value of its map"), weight_of, themes, self)
        self._bias_row = self._labelled(self.tr("bias"), self.bias)
        buttons = QWidget(self)
        self._both, self._column, self._flow = QBoxLayout(QBoxLayout.Direction.TopToBottom, self), QVBoxLayout(), FlowLayout(buttons)
        for widget in (self.set_to, self.invert, self.zero, self.channels, self._bias_row):
            self._flow.addWidget(widget)
        self._head = QHBoxLayout()
        self._head.addWidget(self._line, 1)
        for button in (self.undo, self.redo):
            self._head.addWidget(button)
        self._column.addLayout(self._head)
        self._column.addWidget(self._likeness)
        self._column.addWidget(buttons)
        self._column.addWidget(self._reason)
        self._column.addStretch(1)
        self._both.addWidget(self.editor)
        self._both.addLayout(self._column, 1)
        for label in (self._line, self._likeness):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a new text with every frame
        self._connect()
        set_look(self._line, Look.STRONG)
        themes.on_change(self._show_theme)

    def show_subject(self, name: str, likeness: str) -> None:
        """Say what is edited, and what it is like."""
        self._line.setText(name)
        self._likeness.setText(likeness)
        self._likeness.setVisible(bool(likeness))

    def subject(self) -> str:
        """Return what is edited."""
        return self._line.text()

    def likeness(self) -> str:
        """Return what it is like."""
        return self._likeness.text()

    def show_lock(self, reason: str) -> None:
        """Say why nothing can be changed; empty: it can."""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        for widget in (self.invert, self.zero):
            widget.setEnabled(not reason)

    def lock(self) -> str:
        """Return why nothing can be changed."""
        return self._reason.text()

    def show_tools(self, *, cells: bool, fits: bool, channels: bool, locked: bool) -> None:
        """Show what means something here.

        Args:
            cells: One slice is edited, small enough for cells.
            fits: The named kernels have a middle to lie in.
            channels: The filter's slices can be shown one by one.
        """
        self._cells = cells
        self._fit()
        self.channels.setVisible(channels)
        self.set_to.setEnabled(fits and not locked)
        every = self.tr("Set every channel to a named kernel, divided by the number of channels")
        tip = every if channels else self.tr("Set it to a named kernel")
        self.set_to.setToolTip(tip if fits else self.tr("Named kernels need odd sides of at least 3"))
        self.set_to.setAccessibleName(self.set_to.toolTip())

    def show_bias(self, value: float | None, locked: bool) -> None:
        """Show what the filter adds; none: its block adds nothing."""
        if self._bias_row.isHidden() != (value is None):
            self._bias_row.setVisible(value is not None)
        self.bias.setEnabled(not locked)
        self.bias.show_step(self.editor.step())
        if value is not None:
            self.bias.show_number(value)

    def show_steps(self, steps: EditList | None, locked: bool) -> None:
        """Show what can be undone and done again."""
        undo, redo = (steps.undo_label, steps.redo_label) if steps is not None else ("", "")
        for button, word, label in ((self.undo, self.tr("Undo"), undo), (self.redo, self.tr("Redo"), redo)):
            button.setEnabled(bool(label) and not locked)
            button.setToolTip(f"{word}: {label}" if label else word)
            button.setAccessibleName(button.toolTip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons beside the cells where there is room."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Part the tools from what is above them."""
        super().paintEvent(event)
        painter, theme = QPainter(self), self._themes.current()
        painter.fillRect(0, 0, self.width(), theme.px("border"), theme.color("border"))

    def show_room(self, panel_px: int) -> None:
        """Leave the place of the cells, then of everything here, to the filters where the panel is low."""
        self._room_px = panel_px
        self._fit()

    def _fit(self) -> None:
        theme, cells = self._themes.current(), self.editor.sizeHint()
        beside, low_px = self.width() - cells.width() >= theme.px("palette_width"), theme.px("filters_low_height")
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.editor.setVisible(self._cells and self._room_px >= low_px + (0 if beside else cells.height()))
        self.setVisible(self._room_px >= low_px)

    def _connect(self) -> None:
        for button, told in ((self.invert, self.inverted), (self.zero, self.zeroed), (self.channels, self.channels_asked)):
            button.clicked.connect(told)
        self.undo.clicked.connect(self.undo_asked)
        self.redo.clicked.connect(self.redo_asked)
        for field in (self.editor, self.bias):
            field.undo_asked.connect(self.undo_asked)
            field.redo_asked.connect(self.redo_asked)
        self.bias.number_entered.connect(self.bias_changed)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(f"{text}: {tip}")
        return button

    def _labelled(self, text: str, field: QWidget) -> QWidget:
        """Return a widget with a word before a field."""
        whole = QWidget(self)
        label = QLabel(text, whole)
        set_look(label, Look.MUTED)
        self._bias_layout = QHBoxLayout(whole)
        self._bias_layout.setContentsMargins(0, 0, 0, 0)
        self._bias_layout.addWidget(label)
        self._bias_layout.addWidget(field)
        return whole

    def _tell(self, signal: Signal, _checked: bool = False) -> None:
        signal.emit()  # type: ignore[attr-defined]  # a bound signal, which PySide's types know only as a class attribute

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.kernel_chosen.emit(name)

    def _show_theme(self, theme: Theme) -> None:
        for layout in (self._flow, self._head, self._column):
            layout.setSpacing(theme.px("space_s"))
        self._both.setSpacing(theme.px("space"))
        self._both.setContentsMargins(theme.px("space"), theme.px("space"), theme.px("space"), theme.px("space_s"))
        self._bias_layout.setSpacing(theme.px("space_s"))
        for widget in (self.set_to, self._bias_row):
            widget.setMinimumHeight(theme.px("button_height"))
