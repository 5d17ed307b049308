"""The three grids with their titles, arranged so that their cells are as large as the room allows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
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
        theme, room = self._themes.current(), self.maximumViewportSize()
        measures = self._measures(theme)
        plan = arrange(self._sizes, room.width(), room.height(), measures)
        if plan.height > room.height():  # the scroll bar takes its part of the width
            plan = arrange(self._sizes, room.width() - theme.px("scroll_bar"), room.height(), measures)
        self.plan = plan
        for part, (left, top, width) in plan.places.items():
            grid = self.grids[part]
            grid.show_side(plan.kernel_cell if part is LabPart.KERNEL else plan.cell)
            grid.move(left, top + measures.title)
            self.titles[part].setGeometry(QRect(left, top, width, measures.title))
            self.captions[part].setGeometry(QRect(left, top + measures.title + grid.height(), width, measures.caption))
        self._page.resize(plan.width, plan.height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self.lay_out()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows of the smallest readable cells."""
        theme = self._themes.current()
        return QSize(theme.px("lab_part_least_width"), 4 * theme.px("lab_cell_readable"))

    def bring_in_sight(self, part: LabPart, place: tuple[int, int]) -> None:
        """Scroll as little as needed to show a cell."""
        rect = self.grids[part].cell_rect(place).translated(self.grids[part].pos())
        self.ensureVisible(rect.center().x(), rect.center().y(), rect.width(), rect.height())

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
