"""The drawing pad in the Feature maps panel: opened by an action, drawn on, and heard by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.protocol.commands import ShowPicture
from designer.protocol.events import ProbeChosen
from designer.ui.probe.answer_bars import probabilities
from designer.ui.probe.live_picture import LivePicture
from designer.ui.probe.pad_pane import PadPane

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["DrawingWiring"]

_MOST_SIDE = 256
_USUAL = (28, 28)
_MNIST_SHARE = 20 / 28
"""Of its pictures that the digits of MNIST fill; those of other data sets fill all."""


class DrawingWiring(QObject):
    """Make the pane at its first opening, keep it fitted, and show the network's answer beside it."""

    def __init__(self, window: MainWindow, live: LivePicture) -> None:
        super().__init__(window)
        self._window, self._live = window, live
        self._pane: PadPane | None = None
        window.actions_table["draw_probe"].toggled.connect(self.show_pane)
        window.session.dataset_changed.connect(self._fit)
        window.document.analysed.connect(self._fit)
        window.live_maps.changed.connect(self._show_answer)
        window.session.probe_chosen.connect(self._tell_pad)

    @property
    def pane(self) -> PadPane | None:
        """The pad with its tools; none: nobody has opened it yet."""
        return self._pane

    def show_pane(self, is_open: bool) -> None:
        """Open the pad above the maps and give it the keys, or close it."""
        if not is_open:
            if self._pane is not None:
                self._pane.hide()
            return
        pane = self._pane or self._make()
        self._window.docks.show("maps")
        self._window.docks.make_room()
        pane.show()
        self._fit()
        self._tell_pad()
        self._show_answer()
        pane.pad.setFocus()
        if pane.pad.drawing.strokes:
            self._tell()

    def _make(self) -> PadPane:
        self._pane = pane = PadPane(self._window.themes, self._window.maps_panel)
        self._window.maps_panel.show_below_header(pane)
        pane.pad.changed.connect(self._tell)
        pane.closed.connect(self._close)
        return pane

    def _close(self) -> None:
        self._window.actions_table["draw_probe"].setChecked(False)
        self._window.maps_panel.grid.setFocus()

    def _tell(self) -> None:
        self._live.show(self._command)

    def _command(self) -> ShowPicture:
        assert self._pane is not None
        pad = self._pane.pad
        return ShowPicture(pixels=pad.pixels(), shape=pad.shape(), about=self.tr("your drawing"))

    def _fit(self, _: object = None) -> None:
        """Draw as finely as the pictures of the data set are, or the input block where it is coarser; in colour where they are."""
        if self._pane is None or not self._pane.isVisible():
            return
        analysis = self._window.document.analysis
        report = analysis.reports.get(analysis.input_id or "")
        wanted = report.output_shape if report and report.output_shape and len(report.output_shape) == 3 else (1, *_USUAL)
        loaded = self._window.session.dataset.loaded
        stored = loaded.shape if loaded is not None and min(loaded.shape) > 0 else wanted
        height, width = stored[1:] if stored[1] * stored[2] <= wanted[1] * wanted[2] else wanted[1:]
        channels = 3 if stored[0] == 3 and wanted[0] == 3 else 1
        before, pad = self._pane.pad.shape(), self._pane.pad
        pad.show_size((min(height, _MOST_SIDE), min(width, _MOST_SIDE), channels), wanted[1:])
        pad.fill_share = _MNIST_SHARE if self._window.session.dataset.name == "mnist" else 1.0
        self._pane.tools.follow()
        if pad.shape() != before and pad.drawing.strokes and self._is_shown():
            self._tell()

    def _is_shown(self) -> bool:
        probe: ProbeChosen | None = self._window.session.probe
        return probe is not None and probe.part == "own" and probe.label == self.tr("your drawing")

    def _tell_pad(self, _: object = None) -> None:
        if self._pane is not None:
            self._pane.pad.show_looked_at(self._is_shown())

    def _show_answer(self, _: object = None) -> None:
        if self._pane is None or not self._pane.isVisible():
            return
        analysis, live = self._window.document.analysis, self._window.live_maps
        card = live.card(analysis.end_id) if analysis.end_id else None
        if card is None or not len(card.values):
            self._pane.bars.show_answer(None, live.classes)
            return
        softmax = analysis.reports[card.block].block.spec.type_name == "softmax"
        classes = live.classes if len(live.classes) == len(card.values) else ()
        self._pane.bars.show_answer(probabilities(card.values, softmax), classes)
