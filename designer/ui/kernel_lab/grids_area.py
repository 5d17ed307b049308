"""The three grids with their titles, arranged so that their cells are as large as the room allows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from designer.network.fields import Pair
from designer.ui.kernel_lab.grid import MatrixGrid
from designer.ui.kernel_lab.grid_layout import LabPart, LabPlan, Measures, arrange
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel


class GridsArea(QScrollArea):
    """Hold the grids; what does not fit is scrolled."""

    resized = Signal()
    """There is another room for the grids."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._sizes: dict[LabPart, Pair] = {}
        self._page = QWidget(self)
        names = {LabPart.INPUT: self.tr("Input"), LabPart.KERNEL: self.tr("Kernel"), LabPart.OUTPUT: self.tr("Feature map")}
        self.grids = {part: MatrixGrid(name, part is not LabPart.OUTPUT, themes, self._page) for part, name in names.items()}
        self.titles = {part: ElidedLabel(name, self._page) for part, name in names.items()}
        self.captions = {part: ElidedLabel("", self._page) for part in LabPart}
        self.plan: LabPlan | None = None
        self._planned_for: tuple[Theme, QSize] | None = None
        self._plans: dict[tuple[tuple[LabPart, Pair], ...], LabPlan] = {}
        for title in self.titles.values():
            set_look(title, Look.STRONG)
        for caption in self.captions.values():
            set_look(caption, Look.SMALL)
        self.setWidget(self._page)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        themes.on_change(self._show_theme)

    def show_sizes(self, sizes: dict[LabPart, Pair]) -> None:
        """Make room for grids of these rows and columns; what is not named is hidden."""
        if sizes == self._sizes:
            return
        self._sizes = dict(sizes)
        for part in LabPart:
            for widget in (self.grids[part], self.titles[part], self.captions[part]):
                widget.setVisible(part in sizes)
        self.lay_out()

    def lay_out(self) -> None:
        """Put everything where it belongs."""
        if not self._sizes:
            return
        measures = self._measures(self._themes.current())
        plan = self._plan(self._sizes)
        self.plan = plan
        scrolls = plan.height > self.maximumViewportSize().height()
        across = self.maximumViewportSize().width() - scrolls * self._themes.current().px("scroll_bar")
        for part, (left, top, width) in plan.places.items():
            grid = self.grids[part]
            grid.show_side(plan.kernel_cell if part is LabPart.KERNEL else plan.cell)
            grid.move(left, top + measures.title)
            beside = min((other for other, row, _ in plan.places.values() if row == top and other > left), default=across + measures.gap)
            room = max(width, beside - measures.gap - left)
            self.titles[part].setGeometry(QRect(left, top, room, measures.title))
            self.captions[part].setGeometry(QRect(left, top + measures.title + grid.height(), room, measures.caption))
        self._page.resize(max(plan.width, across), plan.height)

    def shows_at_once(self, sizes: dict[LabPart, Pair], easily: bool = False) -> bool:
        """Tell whether the numbers of grids of these rows and columns could be read, or even with ease, without scrolling."""
        plan, least = self._plan(sizes), "lab_cell_easy" if easily else "lab_cell_readable"
        return plan.cell >= self._themes.current().px(least) and plan.height <= self.maximumViewportSize().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self.lay_out()
        self.resized.emit()

    def minimumSizeHint(self) -> QSize:
        """Return room for two rows of the smallest readable cells."""
        theme = self._themes.current()
        return QSize(theme.px("lab_part_least_width"), 2 * theme.px("lab_cell_readable"))

    def bring_in_sight(self, part: LabPart, place: tuple[int, int]) -> None:
        """Scroll as little as needed to show a cell."""
        rect = self.grids[part].cell_rect(place).translated(self.grids[part].pos())
        self.ensureVisible(rect.center().x(), rect.center().y(), rect.width(), rect.height())

    def _plan(self, sizes: dict[LabPart, Pair]) -> LabPlan:
        """Return the arrangement for the room there is; while nothing changes it is asked for at every step of the walk."""
        theme, room = self._themes.current(), self.maximumViewportSize()
        key = tuple(sorted(sizes.items()))
        if (theme, room) != self._planned_for:
            self._planned_for, self._plans = (theme, room), {}
        if key not in self._plans:
            measures = self._measures(theme)
            plan = arrange(sizes, room.width(), room.height(), measures)
            if plan.height > room.height():  # the scroll bar takes its part of the width
                plan = arrange(sizes, room.width() - theme.px("scroll_bar"), room.height(), measures)
            self._plans[key] = plan
        return self._plans[key]

    def _measures(self, theme: Theme) -> Measures:
        line = QFontMetrics(theme.font("body")).height()
        return Measures(
            most=theme.px("lab_cell"),
            readable=theme.px("lab_cell_readable"),
            easy=theme.px("lab_cell_easy"),
            least=theme.px("lab_cell_least"),
            gap=theme.px("space_l"),
            title=line + theme.px("space_s"),
            caption=line + theme.px("space_s"),
            part=theme.px("lab_part_least_width"),
        )

    def _show_theme(self, theme: Theme) -> None:
        self.lay_out()
