"""What the grids and the line below them show: the place of the walk or of the pointer, all of it or through a lens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from designer.network.kernel_lab import KernelLab, Matrix, Mode
from designer.network.kernel_lab_terms import goes_into, terms
from designer.network.kernel_lab_walk import Walk
from designer.ui.kernel_lab.cells import Place, largest_of
from designer.ui.kernel_lab.foot import LabFoot
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.grids_area import GridsArea
from designer.ui.kernel_lab.lens import Lens, lens_around, result_over, window_length
from designer.ui.kernel_lab.sentences import destinations_text, place_text, sight_text, sum_of
from designer.ui.kernel_lab.shown import ShownGrid, fixed_grids, input_marks, result_grid, source_marks

_PLAYED = 100
"""Of more results than that all are shown at once, except while they are played."""
_MOST_IN_SIGHT = 24
"""Rows and columns of the input that a lens shows at most."""
_FEW = 8


class LabShowing(QObject):
    """Show a lab at a place of its walk, and follow the pointer."""

    result_pressed = Signal(object)
    """Place of the result that was clicked, or come to by keys."""

    def __init__(self, area: GridsArea, foot: LabFoot, parent: QObject) -> None:
        super().__init__(parent)
        self._area, self._grids, self._foot = area, area.grids, foot
        self._lab, self._results = KernelLab(), None  # type: tuple[KernelLab, Matrix | None]
        self._walk: Walk | None = None
        self._pointed: tuple[LabPart, Place] | None = None
        self._fixed: dict[LabPart, ShownGrid] = {}
        self._largest = 1.0
        self._wants_lens = False
        self._lens: Lens | None = None
        for part in (LabPart.INPUT, LabPart.OUTPUT):
            self._grids[part].pointed.connect(partial(self._point, part))
            self._grids[part].opened.connect(partial(self.look_closer, part))
        for part, grid in self._grids.items():
            grid.pressed.connect(partial(self._press, part))
        area.resized.connect(self._show_again)
        foot.player.closer.clicked.connect(self._choose_lens)
        foot.player.play_changed.connect(self._show)

    def show_lab(self, lab: KernelLab, results: Matrix | None, walk: Walk | None) -> None:
        """Show another lab; no results and no walk: its window does not fit."""
        self._lab, self._results, self._walk = lab, results, walk
        self._pointed = self._lens = None
        self._fixed, self._largest = fixed_grids(lab), largest_of(results or ())
        self._show()

    def show_walk(self, walk: Walk) -> None:
        """Show another place of the walk, where the keys are from then on."""
        self._walk, self._pointed = walk, None
        self._show()
        self._grids[LabPart.OUTPUT].show_cursor(self._here(walk))

    def look_closer(self, part: LabPart, place: Place) -> None:
        """Show so few cells around one that their numbers can be read."""
        self._wants_lens = True
        if self._results is not None:
            around = place if part is LabPart.OUTPUT else result_over(self._lab, self._size(), place)
            self.result_pressed.emit(around)

    def look_from_afar(self) -> None:
        """Show everything again, as small as it may be."""
        self._wants_lens = False

    def is_close(self) -> bool:
        """Tell whether only a part is in sight."""
        return self._lens is not None

    def _choose_lens(self, wanted: bool) -> None:
        self._wants_lens, self._lens = wanted, None
        self._show()

    def _show_again(self) -> None:
        self._lens = None
        if self._fixed:
            self._show()

    def _show(self) -> None:
        """Show the grids as far as the walk has come, the window that it or the pointer is on, and what is computed there."""
        lab, walk = self._lab, self._walk
        shown = dict(self._fixed)
        if self._results is not None and walk is not None:
            whole = walk.cells > _PLAYED and not self._foot.player.is_playing
            shown[LabPart.OUTPUT] = result_grid(lab, self._results, walk, self._largest, whole)
        for part, grid in shown.items():
            self._grids[part].show_cells(grid.cells)
            self._area.captions[part].setText(grid.caption)
        self._show_sight(shown)
        if walk is None:
            for empty in self._grids.values():
                empty.show_marks({})
            self._foot.show_sum(None)
            self._foot.player.show_walk(None, "")
            return
        self._foot.player.show_walk(walk, place_text(walk, self._size()[1]))
        if self._pointed is not None and self._pointed[0] is LabPart.INPUT:
            self._show_source(self._pointed[1])
        else:
            self._show_window(walk)

    def _show_sight(self, shown: dict[LabPart, ShownGrid]) -> None:
        """Show everything, or where that cannot be read at once and it is wanted, what the lens is over."""
        sizes = {part: grid.cells.size for part, grid in shown.items()}
        has_room = self._area.shows_at_once(sizes)
        self._foot.player.closer.setVisible(not has_room and self._walk is not None)
        self._foot.player.closer.setChecked(not has_room and self._wants_lens)
        if has_room or not self._wants_lens or self._walk is None:
            self._lens = None
        elif self._lens is None or not self._lens.holds(self._here(self._walk)):
            self._lens = self._fitting_lens(sizes, self._here(self._walk))
        sights = self._lens.sights(self._lab) if self._lens is not None else {}
        for part, grid in shown.items():
            sight = sights.get(part)
            self._grids[part].show_sight(sight)
            if sight is not None:
                sizes[part] = (sight.rows, sight.columns)
                self._area.captions[part].setText(sight_text(sight, grid.cells))
        self._area.show_sizes(sizes)

    def _fitting_lens(self, sizes: dict[LabPart, tuple[int, int]], place: Place) -> Lens:
        """Return the largest lens that is read without scrolling; where none is, one of a few cells."""
        least = max(window_length(self._lab, axis) for axis in (0, 1))
        for easily in (True, False):
            for most in range(_MOST_IN_SIGHT, least - 1, -1):
                lens = lens_around(self._lab, self._size(), place, most)
                cut = {part: (sight.rows, sight.columns) for part, sight in lens.sights(self._lab).items()}
                if self._area.shows_at_once(sizes | cut, easily):
                    return lens
        return lens_around(self._lab, self._size(), place, max(least, _FEW))

    def _show_window(self, walk: Walk) -> None:
        lab, here = self._lab, self._here(walk)
        place = self._pointed[1] if self._pointed is not None else here
        found = terms(lab, *place)
        taken = walk.taken if place == here else walk.terms
        marks, kernel_marks = input_marks(lab, found, taken)
        self._grids[LabPart.INPUT].show_marks(marks)
        self._grids[LabPart.KERNEL].show_marks(kernel_marks)
        self._grids[LabPart.OUTPUT].show_marks(source_marks((place,)), here)
        self._foot.show_sum(sum_of(lab, found, taken))

    def _show_source(self, place: Place) -> None:
        lab, found = self._lab, goes_into(self._lab, *place)
        factors = {(to.row, to.column): lab.kernel[to.kernel_row][to.kernel_column] for to in found} if lab.mode is Mode.CONVOLVE else {}
        self._grids[LabPart.INPUT].show_marks(source_marks((place,)))
        self._grids[LabPart.KERNEL].show_marks(source_marks([(to.kernel_row, to.kernel_column) for to in found]))
        self._grids[LabPart.OUTPUT].show_marks(source_marks([(to.row, to.column) for to in found], factors))
        self._foot.show_sentence(destinations_text(lab, place, found))

    def _size(self) -> tuple[int, int]:
        return (len(self._results), len(self._results[0])) if self._results else (1, 1)

    def _here(self, walk: Walk) -> Place:
        return divmod(walk.cell, self._size()[1])

    def _press(self, part: LabPart, place: Place) -> None:
        if part is LabPart.OUTPUT:
            self.result_pressed.emit(place)
        elif part is LabPart.INPUT and self._lens is not None and not self._grids[part].sight().holds(place):
            self.look_closer(part, place)
        self._area.bring_in_sight(part, place)

    def _point(self, part: LabPart, place: Place | None) -> None:
        pointed = None if place is None else (part, place)
        if pointed != self._pointed and self._walk is not None:
            self._pointed = pointed
            self._show()
