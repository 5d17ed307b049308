"""The slots between the maps, the worker and the panel that explains a pixel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.network.shapes import is_image
from designer.protocol.errors import ProtocolError
from designer.protocol.events import PixelExplained
from designer.ui.arithmetic.explanation import Explanation
from designer.ui.arithmetic.formulas import place_text
from designer.ui.arithmetic.questions import PixelQuestions
from designer.ui.maps.pointed import PointedValue

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class ArithmeticWiring(QObject):
    """A click, in the panel or on a card, asks, the answer is shown; another block, or closing, ends it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._document, self._live, self._log = window.document, window.live_maps, window.log_panel
        self._maps, self._panel = window.maps_panel, window.maps_panel.arithmetic
        self.questions = PixelQuestions(window.client.send, self)
        self._show_maps = partial(window.docks.show, "maps")
        self._maps.value_chosen.connect(self.ask)
        window.canvas.map_pointer.clicked.connect(self._ask_on_card)
        self._document.selection_changed.connect(self._leave_block)
        self._document.analysed.connect(self._leave_block)
        self._maps.block_pinned.connect(self._leave_block)
        self._panel.closed.connect(self._close)
        self._panel.pixel_walked.connect(self._walk)
        self.questions.explained.connect(self._show)
        window.session.frame_drawn.connect(self.questions.show_frame)
        window.client.event_received.connect(self.questions.hear)

    def ask(self, pixel: PointedValue) -> None:
        """Ask how a pixel comes about."""
        if not self._panel.isVisible():
            report = self._document.analysis.reports.get(pixel.block)
            image = report is not None and is_image(report.output_shape or ())
            name = report.block.shown_name if report is not None else pixel.block
            self._panel.show_waiting(place_text(name, pixel[1:] if image else pixel[1:2]))
        self._maps.mark(pixel)
        self.questions.ask(pixel)

    def _ask_on_card(self, pixel: PointedValue) -> None:
        """Show the map that was clicked on a card, and ask about the pixel; where another block is pinned, that one stays."""
        if self._maps.shown_block() != pixel.block:
            return
        self._show_maps()
        report = self._document.analysis.reports[pixel.block]
        (self._maps.grid if is_image(report.output_shape or ()) else self._maps.bars).select(pixel.channel)
        self.ask(pixel)

    def _walk(self, rows: int, columns: int) -> None:
        pixel = self.questions.pixel
        report = self._document.analysis.reports.get(pixel.block) if pixel is not None else None
        if pixel is None or report is None or report.output_shape is None:
            return
        if is_image(report.output_shape):
            _, height, width = report.output_shape
            row, column = (max(0, min(place, size - 1)) for place, size in ((pixel.row + rows, height), (pixel.column + columns, width)))
            self.ask(pixel._replace(row=row, column=column))
        else:
            self.ask(pixel._replace(channel=max(0, min(pixel.channel + rows + columns, report.output_shape[0] - 1))))

    def _show(self, told: PixelExplained) -> None:
        if not told.stages:
            return  # the frame was made before the block was selected; the next one is asked about
        try:
            explanation = Explanation.of(told, self._document.analysis, self._live.classes)
        except ProtocolError as error:
            self._log.append(str(error))
            return
        if explanation is not None:
            self._panel.show_explanation(explanation)

    def _leave_block(self, _: object = None) -> None:
        """Close where another block is shown, or where the pixel is no longer there."""
        pixel = self.questions.pixel
        if pixel is None:
            return
        report = self._document.analysis.reports.get(pixel.block)
        shape = (*(report.output_shape or ()), 1, 1)[:3] if report is not None else ()
        inside = len(shape) == 3 and all(place < size for place, size in zip(pixel[1:], shape, strict=True))
        if not inside or self._maps.shown_block() != pixel.block:
            self._panel.close_panel()

    def _close(self) -> None:
        self.questions.clear()
        self._maps.mark(None)
