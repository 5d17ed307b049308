"""The panel below the maps: how the value of the pixel that was clicked comes about."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from designer.ui.arithmetic.explanation import Explanation
from designer.ui.arithmetic.formulas import formula_lines
from designer.ui.arithmetic.lists import listed
from designer.ui.arithmetic.stages import POOLS, ExplainedStage
from designer.ui.arithmetic.terms import TermList
from designer.ui.arithmetic.window_view import WindowView
from designer.ui.maps.numbers import short_text, value_text
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.quiet_combo import QuietCombo


class ArithmeticPanel(QFrame):
    """Show one explanation after the other; hidden until a pixel is asked for."""

    closed = Signal()
    """The panel was closed."""
    toggled = Signal(bool)
    """It is shown now, or not any more."""
    pixel_walked = Signal(int, int)
    """The pixel so many rows and columns on was asked for."""
    lab_asked = Signal()
    """The window that is shown is to be played in the Kernel lab."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, Look.PANEL)
        self._explanation: Explanation | None = None
        self._wants_focus = False
        self.title = ElidedLabel(parent=self, mode=Qt.TextElideMode.ElideMiddle)
        set_look(self.title, Look.STRONG)
        self.subtitle = ElidedLabel(parent=self)
        set_look(self.subtitle, Look.SMALL)
        for label in (self.title, self.subtitle):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # new texts with every frame
        self.order = QuietCombo(self.tr("Order of the list"), self)
        self.order.addItems([self.tr("in order"), self.tr("strongest first")])
        self.lab_button = IconButton("kernel", self.tr("Open this window in the Kernel lab"), themes, self)
        self.close_button = IconButton("close", self.tr("Close the arithmetic (Esc)"), themes, self)
        self.formula = QLabel(self)
        self.formula.setTextFormat(Qt.TextFormat.PlainText)
        self.formula.setWordWrap(True)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(self.formula, Look.CODE)
        self.window_view = WindowView(themes, self)
        self.list = TermList(themes, self)
        self.list.setAccessibleName(self.tr("What is added up"))
        self._lay_out()
        self._chosen_order: dict[bool, int] = {False: 0, True: 1}
        self.order.activated.connect(self._choose_order)
        self.close_button.clicked.connect(self.close_panel)
        self.lab_button.clicked.connect(self.lab_asked)
        self.window_view.pixel_walked.connect(self.pixel_walked)
        themes.on_change(self._show_theme)
        self.hide()

    def _lay_out(self) -> None:
        self._head = QGridLayout()
        self._head.setColumnStretch(0, 1)
        self._head.addWidget(self.title, 0, 0)
        self._head.addWidget(self.close_button, 0, 1, Qt.AlignmentFlag.AlignRight)
        below = QHBoxLayout()
        below.addWidget(self.subtitle, 1)
        below.addWidget(self.lab_button)
        below.addWidget(self.order)
        self._head.addLayout(below, 1, 0, 1, 2)
        content = QFrame(self)
        set_look(content, Look.PANEL)
        self._body = QVBoxLayout(content)
        self._body.addWidget(self.formula)
        self._body.addWidget(self.window_view)
        self._body.addWidget(self.list, 1)
        self._body.addStretch()
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(area, 1)

    def explanation(self) -> Explanation | None:
        """Return what is shown."""
        return self._explanation

    def show_waiting(self, title: str) -> None:
        """Say which pixel is asked for, before the answer has come."""
        self._explanation = None
        self.title.setText(title)
        self.subtitle.setText(self.tr("comes with the next frame"))
        for widget in (self.formula, self.window_view, self.list, self.order, self.lab_button):
            widget.hide()
        self.show()

    def show_explanation(self, explanation: Explanation) -> None:
        """Show how a value comes about."""
        self._explanation = explanation
        self._show_title(explanation)
        self.subtitle.setText(explanation.subtitle())
        self.formula.setToolTip(_precision_text(explanation))
        self.formula.setText("\n".join(line for stage in explanation.stages for line in formula_lines(stage, explanation.fallback)))
        self.formula.show()
        self._show_stage(explanation, explanation.windowed)
        self.show()
        if self._wants_focus:
            self._wants_focus = False
            self.focus_numbers()

    def take_focus(self) -> None:
        """Take the keys as soon as there is something to walk."""
        self._wants_focus = True

    def close_panel(self) -> None:
        """Close it and tell."""
        self._explanation, self._wants_focus = None, False
        self.hide()
        self.closed.emit()

    def focus_numbers(self) -> None:
        """Give the keys to the numbers."""
        if self.window_view.isVisible():
            self.window_view.tables.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell."""
        super().showEvent(event)
        self.toggled.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell."""
        super().hideEvent(event)
        self.toggled.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say which value it is at the new width."""
        super().resizeEvent(event)
        if self._explanation is not None:
            self._show_title(self._explanation)

    def _show_title(self, explanation: Explanation) -> None:
        """Show place and value; where that is too long, the place in short, for the value must be seen."""
        value = value_text(explanation.value)
        self.title.setText(f"{explanation.title()} = {value}")
        if self.title.is_elided():
            self.title.setText(f"{explanation.title(short=True)} = {value}")

    def _show_stage(self, explanation: Explanation, stage: ExplainedStage | None) -> None:
        windowed = stage is not None and not stage.is_dense and (stage.weights is not None or stage.call in POOLS)
        as_list = stage is not None and not windowed
        sortable = stage is not None and (stage.weights is not None or stage.call == "Softmax")
        self.order.setVisible(sortable)
        self.window_view.setVisible(windowed)
        self.lab_button.setVisible(windowed)
        self.list.setVisible(as_list)
        if stage is None:
            return
        self.order.setCurrentIndex(self._chosen_order[as_list])
        strongest = self.order.currentIndex() == 1
        if windowed:
            self.window_view.show_order(strongest)
            self.window_view.show_stage(explanation, stage)
        else:
            terms, heads, own = listed(explanation, stage, strongest)
            current = own if own >= 0 else min(self.list.current(), len(terms) - 1)
            self.list.show_terms(terms, current, heads, can_spare_last=stage.is_dense)  # the running sum

    def _choose_order(self, index: int) -> None:
        explanation = self._explanation
        if explanation is not None:
            self._chosen_order[self.list.isVisibleTo(self)] = index
            self._show_stage(explanation, explanation.windowed)

    def _show_theme(self, theme: Theme) -> None:
        space, small = theme.px("space"), theme.px("space_s")
        self._head.setContentsMargins(space, small, space, small)
        self._head.setVerticalSpacing(0)
        self._body.setContentsMargins(space, 0, space, space)
        self._body.setSpacing(space)


def _precision_text(explanation: Explanation) -> str:
    """Return how far torch's single precision is off."""
    if not explanation.stages:
        return ""
    off = abs(explanation.stages[-1].result - explanation.value)
    text = QCoreApplication.translate("ArithmeticPanel", "Computed here in double precision; torch's value, in single precision, is {0}: {1} off.")
    return text.format(value_text(explanation.value), short_text(off))
