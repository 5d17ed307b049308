"""The newest maps of every block, and whether they may still be shown as current."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QObject, Signal

from designer.protocol.errors import ProtocolError
from designer.protocol.events import LastGradients, MapsDrawn, ProbeChosen
from designer.ui.compare.beside import BesideMaps, decode_beside
from designer.ui.maps.colors import Floats
from designer.ui.maps.decoding import CardMaps, ExactBlock, decode_card, decode_exact
from designer.ui.maps.filter_stack import FilterStack, decode_filters
from designer.ui.maps.moment import MapsMoment, moment_caption

__all__ = ["CardMaps", "ExactBlock", "LiveMaps", "MapsMoment"]


class LiveMaps(QObject):
    """Keep what the worker sent last; views ask for the blocks they show when `changed` names them."""

    changed = Signal(object)
    """Ids of the blocks whose maps came, went or grew stale; none: only the caption, the probe or the classes."""
    refused = Signal(str)
    """A frame whose sizes and shapes disagree came; one sentence, for the log."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, CardMaps] = {}
        self._exact: dict[str, ExactBlock] = {}
        self._moments: dict[str, MapsMoment] = {}
        self._exact_moments: dict[str, MapsMoment] = {}
        self._filters: FilterStack | None = None
        self._now: MapsMoment | None = None
        self._gradients: LastGradients | None = None
        self._beside: BesideMaps | None = None
        self._skipped = 0
        self._live = False
        self._edited: frozenset[str] = frozenset()
        self._classes: tuple[str, ...] = ()
        self._probe: ProbeChosen | None = None
        self._probes = 0

    def show_frame(self, frame: MapsDrawn) -> None:
        """Take a snapshot; one that does not hold together changes nothing and is told in `refused`."""
        try:
            cards = [decode_card(maps) for maps in frame.cards]
            exact = [decode_exact(maps) for maps in frame.exact]
            filters = decode_filters(frame.filters) if frame.filters is not None else None
            beside = decode_beside(frame.beside) if frame.beside is not None else None
        except ProtocolError as error:
            self.refused.emit(self.tr("Frame {0} was refused: {1}").format(frame.number, error))
            return
        untrained, edited = frozenset(frame.untrained), frozenset(frame.edited)
        moment = MapsMoment(frame.run, frame.step, frame.trained, frame.revision, self._probes, untrained, edited, frame.past)
        aged = self._known() if moment != self._now else set()
        same_run = self._now is not None and self._now.run == frame.run
        self._now, self._skipped = moment, frame.skipped if same_run else 0  # before a run nothing was due
        for card in cards:
            self._cards[card.block] = card
            self._moments[card.block] = moment
        self._exact = {name: maps for name, maps in self._exact.items() if self._exact_moments[name] == moment}
        self._exact |= {maps.block: maps for maps in exact}
        self._exact_moments |= {maps.block: moment for maps in exact}
        self._filters, self._gradients, self._beside = filters, frame.gradients, beside
        self.changed.emit(tuple(aged.union(card.block for card in cards).union(maps.block for maps in exact)))

    def show_probe(self, probe: ProbeChosen) -> None:
        """Take another picture; the maps of the one before are stale from now on. What is only drawn on or changed follows with the next frame."""
        if probe == self._probe:
            return
        before, self._probe = self._probe, probe
        if before is not None and (before.part, before.index, before.count, before.label) == (probe.part, probe.index, probe.count, probe.label):
            self.changed.emit(())
            return
        self._probes += 1
        if self._now is not None:
            self._now = replace(self._now, probe=self._probes)
        self._exact = {}
        self.changed.emit(tuple(self._known()))

    def show_live(self, live: bool) -> None:
        """Say whether a run is training."""
        if live != self._live:
            self._live = live
            self.changed.emit(())

    def clear(self) -> None:
        """Forget all maps."""
        known = tuple(self._known())
        self._cards, self._exact, self._moments, self._exact_moments = {}, {}, {}, {}
        self._now = self._filters = self._gradients = self._beside = None
        self.changed.emit(known)

    def card(self, block_id: str) -> CardMaps | None:
        """Return a block's maps for its card: none where there are none, they are stale or the block was edited since."""
        current = not self.is_stale(block_id) and not self.is_edited_since(block_id)
        return self._cards.get(block_id) if current else None

    def newest_card(self, block_id: str) -> CardMaps | None:
        """Return a block's newest maps even where they are stale; whoever shows them says so."""
        return None if self.is_edited_since(block_id) else self._cards.get(block_id)

    def exact_maps(self, block_id: str) -> ExactBlock | None:
        """Return a block's exact maps of the newest moment and which channels they are, where they were sent."""
        return None if self.is_edited_since(block_id) else self._exact.get(block_id)

    def filters(self, block_id: str) -> FilterStack | None:
        """Return a block's filters of the newest frame, those that made its exact maps, where they were asked for."""
        found = self._filters
        return found if found is not None and found.block == block_id and not self.is_edited_since(block_id) else None

    def exact(self, block_id: str) -> Floats | None:
        """Return a block's exact values: ``(maps, H, W)`` or ``(features,)``."""
        found = self.exact_maps(block_id)
        return found.values if found else None

    def predicted(self, end_id: str | None) -> str:
        """Return the class that the newest frame takes the probe for, by the values of the network's end; empty: they were not sent."""
        card = self.card(end_id) if end_id else None
        if card is None or not len(card.values) or not np.isfinite(card.values).all():
            return ""
        label = int(card.values.argmax())
        return self._classes[label] if len(self._classes) == len(card.values) else str(label)

    def is_stale(self, block_id: str) -> bool:
        """Tell whether a block has maps, but of an older moment than the newest frame."""
        return block_id in self._moments and self._moments[block_id] != self._now

    def mark_edited(self, ids: Iterable[str]) -> None:
        """Say which blocks differ from those of the run: their maps are not shown. None: all agree again."""
        edited = frozenset(ids)
        if edited != self._edited:
            touched = edited ^ self._edited
            self._edited = edited
            self.changed.emit(tuple(touched))

    def clear_edited(self) -> None:
        """Say that the maps belong to the network as it is."""
        self.mark_edited(())

    def is_edited_since(self, block_id: str) -> bool:
        """Tell whether a block was edited since the run began."""
        return block_id in self._edited

    @property
    def beside(self) -> BesideMaps | None:
        """What the newest frame is compared with; none: nothing."""
        return self._beside

    @property
    def gradients(self) -> LastGradients | None:
        """The gradients that came with the newest frame."""
        return self._gradients

    @property
    def run(self) -> int:
        """Number of the run that the newest frame belongs to; 0: none."""
        return 0 if self._now is None else self._now.run

    @property
    def past_step(self) -> int | None:
        """The step of the past that the newest frame shows; none: it shows the present."""
        return self._now.step if self._now is not None and self._now.past else None

    @property
    def step(self) -> int | None:
        """The step of a run, on or past, that the newest frame is of; none: of no run."""
        return self._now.step if self._now is not None and (self._now.past or self._now.run) else None

    def untrained(self) -> frozenset[str]:
        """Return the ids of the blocks that own weights as they started, in the newest frame."""
        return frozenset() if self._now is None else self._now.untrained

    def frame_caption(self, owners: Sequence[str] | None = None, named: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return what the newest frame shows: "random weights", "step 1,281 · live", "trained weights · conv1 untrained"; empty without a frame.

        Args:
            owners: Ids of the blocks whose weights count, in order; none given: those of the whole network.
            named: Of blocks that start with a named kernel, by their ids, its name.
        """
        return "" if self._now is None else moment_caption(self._now, self._live, self._skipped, owners, named)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the data's classes."""
        return self._classes

    @classes.setter
    def classes(self, classes: tuple[str, ...]) -> None:
        if classes != self._classes:
            self._classes = classes
            self.changed.emit(())

    @property
    def probe(self) -> ProbeChosen | None:
        """The picture whose maps are shown."""
        return self._probe

    def _known(self) -> set[str]:
        return set(self._cards) | set(self._exact)
