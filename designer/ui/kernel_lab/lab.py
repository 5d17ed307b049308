"""The lab itself: holds what is tried, where the window stands, and shows both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QVBoxLayout, QWidget

from designer.network.errors import ShapeError
from designer.network.kernel_lab import KERNELS, KernelLab, Matrix
from designer.network.kernel_lab_history import LabHistory
from designer.network.kernel_lab_terms import output, steps
from designer.network.kernel_lab_walk import Walk
from designer.ui.document import Document
from designer.ui.kernel_lab.cells import Place
from designer.ui.kernel_lab.foot import LabFoot
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.grids_area import GridsArea
from designer.ui.kernel_lab.head import LabHead
from designer.ui.kernel_lab.matrices import PROBE, LabMatrices, NoPictureError, is_probe
from designer.ui.kernel_lab.sentences import size_text
from designer.ui.kernel_lab.showing import LabShowing
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.sight import is_in_sight
from designer.ui.widgets.undo_keys import is_redo, is_undo, takes_undo_keys


class LabView(QWidget):
    """Everything in the Kernel lab's tab."""

    told = Signal(str)
    """One sentence for the status line."""

    def __init__(self, document: Document, matrices: LabMatrices, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrices = matrices
        self._history = LabHistory(KernelLab())
        self._walk: Walk | None = None
        self._columns = 1
        self._matrix_before = self.lab.name, self.lab.matrix
        self.head = LabHead(matrices.titles(), themes, self)
        self.controls = self.head.controls
        self.area = GridsArea(themes, self)
        self.grids = self.area.grids
        self.foot = LabFoot(document, themes, self)
        self.player = self.foot.player
        self.showing = LabShowing(self.area, self.foot, self)
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
        self.player.closing.bias.flush()
        self._history.undo()
        self._show_lab()
        self.follow_probe()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._history.redo()
        self._show_lab()
        self.follow_probe()

    def choose_matrix(self, key: str) -> None:
        """Take one of the matrices on offer."""
        try:
            matrix = self._matrices.matrix(key)
        except NoPictureError as error:
            self.head.show_lab(self.lab)
            self.told.emit(str(error))
            return
        if is_probe(key) and not is_probe(self.lab.name):
            self._matrix_before = self.lab.name, self.lab.matrix
        self.showing.look_from_afar()
        self.edit(self.lab.with_matrix(matrix, key))

    def choose_picture(self, wanted: bool) -> None:
        """Follow the picture that is looked at, or go back to the matrix that was there before."""
        if wanted == is_probe(self.lab.name):
            self.head.show_lab(self.lab)
        elif wanted:
            self.choose_matrix(PROBE)
        else:
            name, matrix = self._matrix_before
            self.edit(self.lab.with_matrix(matrix, name))

    def open_at(self, lab: KernelLab, place: Place) -> None:
        """Take another value at one of its results, numbers in sight."""
        self.edit(lab)
        self.showing.look_closer(LabPart.OUTPUT, place)

    def choose_kernel(self, name: str) -> None:
        """Take a named kernel."""
        self.edit(self.lab.with_kernel(KERNELS[name]))

    def event(self, event: QEvent) -> bool:
        """Claim the undo keys for the lab's own list while the focus is in it."""
        if takes_undo_keys(event):
            event.accept()
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the picture that was chosen meanwhile."""
        super().showEvent(event)
        self.follow_probe()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the undo keys mean the lab in the boxes too, which would take them for their text."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and (is_undo(event) or is_redo(event)):
            self.keyPressEvent(event)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo; Space plays, Home and End go to the ends, comma and full stop step."""
        steps = {Qt.Key.Key_Comma: False, Qt.Key.Key_Period: True}
        ends = {Qt.Key.Key_Home: False, Qt.Key.Key_End: True}
        key = Qt.Key(event.key())
        if is_undo(event):
            self.undo()
        elif is_redo(event):
            self.redo()
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
        self.head.picture_chosen.connect(self.choose_picture)
        self.controls.refused.connect(self.told)
        self.head.chips.kernel_chosen.connect(self.choose_kernel)
        self.head.list.kernel_chosen.connect(self.choose_kernel)
        self.player.closing.edited.connect(self.edit)
        self.player.closing.bias.refused.connect(self.told)
        self.player.closing.bias.undo_asked.connect(self.undo)
        self.player.closing.bias.redo_asked.connect(self.redo)
        self.player.walked.connect(self._go_to)
        self.foot.put.told.connect(self.told)
        self.grids[LabPart.INPUT].number_entered.connect(self._enter_cell)
        self.grids[LabPart.KERNEL].number_entered.connect(self._enter_kernel_cell)
        self.showing.result_pressed.connect(self._press_result)
        self._matrices.probe_changed.connect(self.follow_probe)
        for grid in self.grids.values():
            grid.refused.connect(self.told)
        for box in self.controls.findChildren(QAbstractSpinBox):
            for watched in (box, *box.findChildren(QLineEdit)):
                watched.installEventFilter(self)

    def _show_lab(self) -> None:
        lab = self.lab
        try:
            results: Matrix | None = output(lab)
        except ShapeError:
            results = self._walk = None
        if results is not None:
            self._walk = self._walk_over((len(results), len(results[0])), steps(lab))
        self.head.show_lab(lab)
        self.player.closing.show_lab(lab)
        self.foot.show_size(*size_text(lab))
        self.foot.put.show_lab(lab)
        self.showing.show_lab(lab, results, self._walk)

    def _walk_over(self, size: tuple[int, int], each: int) -> Walk:
        """Return the walk over so many rows and columns of results: at its end where it was at the end, else at the same row and column."""
        old, columns = self._walk, self._columns
        self._columns = size[1]
        if old is None or old.is_at_end or columns == size[1]:
            return old.over(size[0] * size[1], each) if old else Walk(size[0] * size[1], each)
        row, column = (min(place, most - 1) for place, most in zip(divmod(old.cell, columns), size, strict=True))
        return Walk(size[0] * size[1], each).at(row * size[1] + column)

    def _go_to(self, walk: Walk) -> None:
        self._walk = walk
        self.showing.show_walk(walk)

    def _enter_cell(self, place: Place, value: float) -> None:
        self.edit(self.lab.with_cell(*place, value))

    def _enter_kernel_cell(self, place: Place, value: float) -> None:
        self.edit(self.lab.with_kernel_cell(*place, value))

    def _press_result(self, place: Place) -> None:
        if self._walk is not None:
            self.player.pause()
            self._go_to(self._walk.at(place[0] * self._columns + place[1]))

    def follow_probe(self) -> None:
        """Take the picture that is looked at now, where the lab shows it; that is no step."""
        self.controls.show_matrices(self._matrices.titles())
        if not is_probe(self.lab.name) or not is_in_sight(self):
            return
        try:
            matrix = self._matrices.matrix(self.lab.name)
        except NoPictureError:
            return
        if matrix != self.lab.matrix:
            self._history.amend(self.lab.with_matrix(matrix, self.lab.name))
            self._show_lab()

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(space, space, space, space)
        self._column.setSpacing(space)
