"""A view, alone; or two of its kind beside each other, one above the other where there is little room; or what is between them."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.empty_state import EmptyState

__all__ = ["CompareView", "Side", "SideBySide"]


class CompareView(Enum):
    """What is shown of a comparison."""

    ALONE = "alone"
    BOTH = "both"
    DIFFERENCE = "difference"


class Side(QWidget):
    """A view below its heading; or a sentence that says why there is nothing to see.

    Attributes:
        heading: Which of both it is, and what that is.
        answer: What the network says there.
    """

    def __init__(self, view: QWidget, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._line = QWidget(self)
        self.heading, self.answer = ElidedLabel(parent=self._line), ElidedLabel(parent=self._line)
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_look(self.heading, Look.STRONG)
        set_look(self.answer, Look.SMALL)
        self._row = QHBoxLayout(self._line)
        self._row.addWidget(self.heading, 1)
        self._row.addWidget(self.answer)
        self._line.hide()
        self._themes = themes
        self._empty: EmptyState | None = None
        self._column, self._pages = QVBoxLayout(self), QStackedLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._line)
        self._column.addLayout(self._pages, 1)
        self._pages.addWidget(view)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        themes.on_change(self._show_theme)

    def show_heading(self, text: str, answer: str = "") -> None:
        """Say what this is, and what the network says there; empty: nothing is said."""
        for label, words in ((self.heading, text), (self.answer, answer)):
            if words != label.text():
                label.setText(words)
        self._line.setVisible(bool(text))

    def show_problem(self, text: str) -> None:
        """Say why there is nothing to see; empty: there is."""
        if text and self._empty is None:
            self._empty = EmptyState(self._themes, self)
            self._pages.addWidget(self._empty)
        if self._empty is not None:
            if text != self._empty.text():
                self._empty.show_text(text, icon_name="maps" if text else "")
            self._pages.setCurrentWidget(self._empty if text else self.view)

    def problem(self) -> str:
        """Return why there is nothing to see; empty: there is."""
        return self._empty.text() if self._empty is not None else ""

    def _show_theme(self, theme: Theme) -> None:
        gap = theme.px("map_tile_gap")
        self.heading.setMinimumHeight(theme.px("target"))
        self._row.setContentsMargins(gap, 0, gap, 0)
        self._row.setSpacing(gap)
        self._column.setSpacing(0)


class SideBySide(QWidget):
    """Show the live view alone, or with the kept one beside it, both exactly of one size, or only their difference.

    Attributes:
        live: The side that is there always.

    Args:
        view: Its view.
    """

    def __init__(self, view: QWidget, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.live = Side(view, themes, self)
        self.kept: Side | None = None
        self.difference: Side | None = None
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self.live, 1)
        self._least_row_px = 0
        themes.on_change(self._show_theme)

    def add(self, kept: QWidget, difference: QWidget) -> None:
        """Take the views that a comparison needs, at its first."""
        self.kept, self.difference = Side(kept, self._themes, self), Side(difference, self._themes, self)
        self._row.insertWidget(0, self.kept, 1)
        self._row.addWidget(self.difference, 1)

    def show_sides(self, showing: CompareView, swapped: bool = False) -> None:
        """Show one side, or two; ``swapped``: the live one first."""
        if self.kept is None or self.difference is None:
            return
        place = 0 if swapped else 1
        if self._row.indexOf(self.live) != place:
            self._row.removeWidget(self.live)
            self._row.insertWidget(place, self.live, 1)
        if showing is CompareView.ALONE:
            self.live.show_heading("")
        self.live.setVisible(showing is not CompareView.DIFFERENCE)
        self.kept.setVisible(showing is CompareView.BOTH)
        self.difference.setVisible(showing is CompareView.DIFFERENCE)
        self._arrange()

    def is_across(self) -> bool:
        """Tell whether two would be side by side, not one above the other."""
        return self._row.direction() is QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the way again."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = self.width() >= self._least_row_px
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        two = self.kept is not None and not self.kept.isHidden()
        room = (self.width() if across else self.height()) - self._row.spacing()
        odd = room % 2 if two else 0  # tiles of two views are of one size only where the views are
        self._row.setContentsMargins(0, 0, odd if across else 0, 0 if across else odd)

    def _show_theme(self, theme: Theme) -> None:
        self._least_row_px = theme.px("dock_column_width") + theme.px("chip_min_width")
        self._row.setSpacing(theme.px("space_s"))
        self._arrange()
