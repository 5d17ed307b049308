"""Offer blocks to add: behind the selected one, at a free place, or at the loose end of a wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from designer.network.blocks.base import PaletteEntry
from designer.ui.canvas import plans
from designer.ui.canvas.gestures.draw_wire import LooseEnd
from designer.ui.canvas.plans import Plan
from designer.ui.document import Document
from designer.ui.quick_add import QuickAdd
from designer.ui.theme import Themes

if TYPE_CHECKING:
    from designer.ui.canvas.view import CanvasView


class BlockOffers(QObject):
    """Open the small window that adds a block by typing its name, and do what its choice means here."""

    def __init__(self, view: CanvasView, document: Document, themes: Themes) -> None:
        super().__init__(view)
        self._view = view
        self._document = document
        self._plan: Callable[[PaletteEntry], Plan] | None = None
        self.window = QuickAdd(themes, view)
        self.window.chosen.connect(self._add)

    def offer_behind(self, at: QPointF) -> None:
        """Offer all blocks: behind the selected one, else at the end of the network; an input only where there is none."""
        self._plan = None
        fits = (lambda entry: entry.spec.MOST_INPUTS != 0) if self._document.analysis.input_id else None
        self.window.open_at(self._view.on_screen(at), fits)

    def offer_at(self, at: QPointF) -> None:
        """Offer all blocks, to lie unconnected at a point of the scene."""
        place = (float(round(at.x())), float(round(at.y())))
        self._plan = lambda entry: plans.lay_free(entry, place)
        self.window.open_at(self._view.on_screen(at))

    def offer_for(self, end: LooseEnd) -> None:
        """Offer the blocks that fit a wire which was let go over empty space."""
        style = self._view.canvas_scene.style_used
        top = end.at.y() if end.source else end.at.y() - style.height
        place = (float(round(end.at.x() - style.width / 2)), float(round(top)))
        self._plan = lambda entry: plans.wired(entry, place, end.source, end.target, end.instead_of)
        shape = self._document.analysis.reports[end.source].output_shape if end.source else None
        fits = (lambda entry: plans.fits_behind(entry, shape)) if end.source else None
        self.window.open_at(self._view.on_screen(end.at), fits)

    def _add(self, entry: PaletteEntry) -> None:
        plan, self._plan = self._plan, None
        if plan is None:
            self._view.commands.add_entry(entry)
        elif plans.carry_out(plan(entry), self._document):
            self._view.reveal(*self._document.selection)
