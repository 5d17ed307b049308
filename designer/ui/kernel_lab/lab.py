"""The lab itself: holds what is tried, where the window stands, and shows both."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QVBoxLayout, QWidget

from designer.network.errors import ShapeError
from designer.network.kernel_lab import KERNELS, KernelLab, Matrix, Mode
from designer.network.kernel_lab_history import LabHistory
from designer.network.kernel_lab_terms import goes_into, output, terms
from designer.network.kernel_lab_walk import Walk
from designer.ui.document import Document
from designer.ui.kernel_lab.cells import Place, largest_of
from designer.ui.kernel_lab.foot import LabFoot
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.grids_area import GridsArea
from designer.ui.kernel_lab.head import LabHead
from designer.ui.kernel_lab.matrices import LabMatrices, NoPictureError
from designer.ui.kernel_lab.sentences import destinations_text, place_text, size_text, sum_of
from designer.ui.kernel_lab.shown import ShownGrid, fixed_grids, input_marks, result_grid, source_marks
from designer.ui.theme import Theme, Themes

_PLAYED = 100
"""A result of more cells than that is shown whole at once; it can be played all the same."""


class LabView(QWidget):
    """Everything in the Kernel lab's tab."""

    told = Signal(str)
    """One sentence for the status line."""

    def __init__(self, document: Document, matrices: LabMatrices, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrices = matrices
        self._history = LabHistory(KernelLab())
        self._results: Matrix | None = None
        self._walk: Walk | None = None
        self._pointed: tuple[LabPart, Place] | None = None
        self._fixed: dict[LabPart, ShownGrid] = {}
        self._largest = 1.0
        self.head = LabHead(matrices.titles(), themes, self)
        self.controls = self.head.controls
        self.area = GridsArea(themes, self)
        self.grids = self.area.grids
        self.foot = LabFoot(document, themes, self)
        self.player = self.foot.player
        self._column = QVBoxLayout(self)
        for widget, stretch in ((self.head, 0), (self.area, 1), (self.foot, 0)):
            self._column.addWidget(widget, stretch)
        self._connect()
        themes.on_change(self._show_theme)
        self._show_lab()

    @property
    def lab(self) -> KernelLab:
        """What is tried."""
        return self._history.current

    @property
    def walk(self) -> Walk | None:
        """Where the window stands; none where it does not fit."""
        return self._walk

    def edit(self, lab: KernelLab) -> None:
        """Take another value, as one step of the lab's own undo list."""
        self._history.push(lab)
        self._show_lab()

    def undo(self) -> None:
        """Take back the last thing that was tried."""
        self.controls.flush()
        self._history.undo()
        self._show_lab()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._history.redo()
        self._show_lab()

    def choose_matrix(self, key: str) -> None:
        """Take one of the matrices on offer."""
        try:
            matrix = self._matrices.matrix(key)
        except NoPictureError as error:
            self.controls.show_lab(self.lab)
            self.told.emit(str(error))
            return
        self.edit(self.lab.with_matrix(matrix, key))
        if self._walk is not None and self._walk.cells > _PLAYED:
            self._go_to(self._walk.last())

    def choose_kernel(self, name: str) -> None:
        """Take a named kernel."""
        self.edit(self.lab.with_kernel(KERNELS[name]))

    def event(self, event: QEvent) -> bool:
        """Claim the undo keys for the lab's own list while the focus is in it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undo_key(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the undo keys mean the lab in the boxes too, which would take them for their text."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _undo_key(event):
            self.keyPressEvent(event)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo; Space plays, Home and End go to the ends, comma and full stop step."""
        steps = {Qt.Key.Key_Comma: False, Qt.Key.Key_Period: True}
        ends = {Qt.Key.Key_Home: False, Qt.Key.Key_End: True}
        key = Qt.Key(event.key())
        if undone := _undo_key(event):
            (self.undo if undone == "undo" else self.redo)()
        elif key == Qt.Key.Key_Space:
            self.player.toggle()
        elif key in steps:
            self.player.step(steps[key])
        elif key in ends:
            self.player.go(ends[key])
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.controls.matrix_chosen.connect(self.choose_matrix)
        self.controls.edited.connect(self.edit)
        self.controls.refused.connect(self.told)
        self.head.chips.kernel_chosen.connect(self.choose_kernel)
        self.head.list.kernel_chosen.connect(self.choose_kernel)
        self.player.walked.connect(self._go_to)
        self.foot.put.told.connect(self.told)
        self.grids[LabPart.INPUT].number_entered.connect(self._enter_cell)
        self.grids[LabPart.KERNEL].number_entered.connect(self._enter_kernel_cell)
        self.grids[LabPart.OUTPUT].pressed.connect(self._press_result)
        self.grids[LabPart.INPUT].pointed.connect(self._point_input)
        self.grids[LabPart.OUTPUT].pointed.connect(self._point_output)
        for grid in self.grids.values():
            grid.refused.connect(self.told)
        for part, grid in self.grids.items():
            grid.pressed.connect(partial(self.area.bring_in_sight, part))
        for box in self.controls.findChildren(QAbstractSpinBox):
            for watched in (box, *box.findChildren(QLineEdit)):
                watched.installEventFilter(self)

    def _show_lab(self) -> None:
        lab = self.lab
        try:
            self._results = output(lab)
        except ShapeError:
            self._results, self._walk = None, None
        else:
            cells, window = len(self._results) * len(self._results[0]), lab.window[0] * lab.window[1]
            self._walk = self._walk.over(cells, window) if self._walk else Walk(cells, window)
        self._pointed = None
        self._fixed, self._largest = fixed_grids(lab), largest_of(self._results or ())
        self.head.show_lab(lab)
        self.foot.show_size(*size_text(lab))
        self.foot.put.show_lab(lab)
        self._show_place()

    def _go_to(self, walk: Walk) -> None:
        self._walk, self._pointed = walk, None
        self._show_place()
        row, column = divmod(walk.cell, self._columns())
        self.grids[LabPart.OUTPUT].show_cursor((row, column))

    def _show_place(self) -> None:
        """Show the grids as far as the walk has come, the window that it or the pointer is on, and what is computed there."""
        lab, walk = self.lab, self._walk
        grids = dict(self._fixed)
        if self._results is not None and walk is not None:
            grids[LabPart.OUTPUT] = result_grid(lab, self._results, walk, self._largest)
        for part, shown in grids.items():
            self.grids[part].show_cells(shown.cells)
            self.area.captions[part].setText(shown.caption)
        self.area.show_sizes({part: shown.cells.size for part, shown in grids.items()})
        if walk is None:
            for grid in self.grids.values():
                grid.show_marks({})
            self.foot.show_sum(None)
            self.player.show_walk(None, "")
            return
        self.player.show_walk(walk, place_text(walk, self._columns()))
        if self._pointed is not None and self._pointed[0] is LabPart.INPUT:
            self._show_source(self._pointed[1])
        else:
            self._show_window(lab, walk)

    def _show_window(self, lab: KernelLab, walk: Walk) -> None:
        here = divmod(walk.cell, self._columns())
        place = self._pointed[1] if self._pointed is not None else here
        found = terms(lab, *place)
        taken = walk.taken if place == here else walk.terms
        marks, kernel_marks = input_marks(lab, found, taken)
        self.grids[LabPart.INPUT].show_marks(marks)
        self.grids[LabPart.KERNEL].show_marks(kernel_marks)
        self.grids[LabPart.OUTPUT].show_marks(source_marks((place,)), here)
        self.foot.show_sum(sum_of(lab, found, taken))

    def _show_source(self, place: Place) -> None:
        found = goes_into(self.lab, *place)
        factors = {(to.row, to.column): self.lab.kernel[to.kernel_row][to.kernel_column] for to in found} if self.lab.mode is Mode.CONVOLVE else {}
        self.grids[LabPart.INPUT].show_marks(source_marks((place,)))
        self.grids[LabPart.KERNEL].show_marks(source_marks([(to.kernel_row, to.kernel_column) for to in found]))
        self.grids[LabPart.OUTPUT].show_marks(source_marks([(to.row, to.column) for to in found], factors))
        self.foot.show_sentence(destinations_text(self.lab, place, found))

    def _columns(self) -> int:
        return len(self._results[0]) if self._results else 1

    def _enter_cell(self, place: Place, value: float) -> None:
        self.edit(self.lab.with_cell(*place, value))

    def _enter_kernel_cell(self, place: Place, value: float) -> None:
        self.edit(self.lab.with_kernel_cell(*place, value))

    def _press_result(self, place: Place) -> None:
        if self._walk is not None:
            self.player.pause()
            self._go_to(self._walk.at(place[0] * self._columns() + place[1]))

    def _point_input(self, place: Place | None) -> None:
        self._point(None if place is None else (LabPart.INPUT, place))

    def _point_output(self, place: Place | None) -> None:
        self._point(None if place is None else (LabPart.OUTPUT, place))

    def _point(self, pointed: tuple[LabPart, Place] | None) -> None:
        if pointed != self._pointed and self._walk is not None:
            self._pointed = pointed
            self._show_place()

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(space, space, space, space)
        self._column.setSpacing(space)


def _undo_key(event: QKeyEvent) -> str:
    """Return "undo" or "redo" where these keys were pressed."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    with_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return "redo" if event.matches(QKeySequence.StandardKey.Redo) or (with_control and event.key() == Qt.Key.Key_Y) else ""
