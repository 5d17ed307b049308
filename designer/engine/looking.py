"""What the window looks at: the network wired up, the probe, the view, and the frames made of them."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from designer.data.dataset import Dataset
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.engine.arithmetic.answering import KeptFrame, KeptFrames
from designer.engine.comparing import Comparing
from designer.engine.filters import exact_filters
from designer.engine.frame_timing import FrameTiming
from designer.engine.frames import Snapshot, draw_cards, exact_values, take_snapshot
from designer.engine.gradients import Gradients
from designer.engine.lifeline import now
from designer.engine.network import Network
from designer.engine.pictures import SHIPPED, Probe, Shelf, Wanted
from designer.engine.store import WeightStore
from designer.engine.subject import Subject
from designer.engine.taken_picture import TakenPicture
from designer.engine.threads import usable_cores
from designer.engine.wiring import edited_blocks, shown_network, untrained_blocks, was_trained
from designer.network.analysis import analyse
from designer.network.errors import DesignerError
from designer.network.file_format import load
from designer.protocol.commands import ComparePictures, CompareRun, EndComparison, LookAt, ShowNetwork
from designer.protocol.events import AnyEvent, MapsDrawn, NetworkRefused, NetworkShown

__all__ = ["Looking", "Send", "Subject"]

Send = Callable[[AnyEvent], None]


class Looking:
    """Makes frames of a subject: on every change of view, probe, network or step, as often as the budget allows."""

    def __init__(self, send: Send, store: WeightStore, shelf: Shelf) -> None:
        self._send = send
        self._store = store
        self._shelf = shelf
        self._timing = FrameTiming(shares_cores=torch.get_num_threads() >= usable_cores())
        self._view = LookAt(visible=())
        self._probe: Probe | None = None
        self._taken = TakenPicture(shelf)
        self._comparing = Comparing(shelf)
        self._changed = False
        self._drawn: tuple[int, int, int, str] | None = None
        self._wanted: ShowNetwork | None = None
        self.shown: Subject | None = None
        self.snapshot: Snapshot | None = None
        self.frames = KeptFrames()
        self.gradients = Gradients(store)

    @property
    def probe(self) -> Probe | None:
        """The picture whose maps are shown."""
        return self._probe

    def look_at(self, view: LookAt) -> None:
        """Change what is on the screen."""
        self._changed = self._changed or view != self._view
        self._view = view

    def choose(self, probe: Probe) -> None:
        """Change the picture and tell the window."""
        self._probe, self._changed = probe, True
        self._send(probe.chosen())

    def compare(self, command: ComparePictures | CompareRun | EndComparison, device: torch.device) -> None:
        """Compare the frames from now on with the picture that is shown, with a run, or with nothing any more.

        Raises:
            DesignerError: The run's network or weights cannot be read.
        """
        self._comparing.answer(command, self._probe, device)
        self._changed = True

    def have_probe(self) -> None:
        """Choose the shipped data set's first picture where there is none yet."""
        if self._probe is None:
            self.choose(Probe(self._shelf.load(SHIPPED, None)))

    def move_probe(self, dataset: Dataset) -> None:
        """Take the picture from a data set that is loaded now; one of a person's own stays."""
        self._comparing.move_data(dataset)
        if self._probe is None or self._probe.dataset is not dataset:
            self.choose(Probe(dataset) if self._probe is None else self._probe.moved_to(dataset))

    def acknowledge(self, number: int, cost_s: float) -> None:
        """Take note that the window has painted a frame, and what that cost it."""
        self._timing.acknowledge(number, cost_s)
        self.frames.painted(number)

    def show(self, wanted: ShowNetwork) -> None:
        """Remember which network to wire up; of several only the newest is."""
        self._wanted = wanted

    def rewire(self, device: torch.device) -> None:
        """Wire the shown network up again: weights or device have changed; nothing where a newer one is wanted."""
        if self._wanted is None and self.shown is not None:
            analysis = self.shown.network.analysis
            network = shown_network(analysis.architecture, analysis, self._store, device)
            self._replace(network, device, self.shown.revision)

    def wire_up(self, device: torch.device) -> None:
        """Wire up the network that is wanted, if there is one."""
        if self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        try:
            architecture = load(wanted.architecture)
            analysis = analyse(architecture)
            network = shown_network(architecture, analysis, self._store, device)
        except DesignerError as error:
            self._send(NetworkRefused(revision=wanted.revision, text=str(error)))
            return
        self._replace(network, device, wanted.revision)
        if analysis.errors:
            self._send(NetworkRefused(revision=wanted.revision, text="\n".join(problem.message for problem in analysis.errors)))
        else:
            self._send(NetworkShown(revision=wanted.revision, device=str(device)))

    def _replace(self, network: Network, device: torch.device, revision: int) -> None:
        trained, untrained = was_trained(network, self._store), untrained_blocks(network, self._store)
        edited = edited_blocks(network, self._store)
        self.shown, self._changed = Subject(network, device, revision, trained=trained, untrained=untrained, edited=edited), True

    def weights_changed(self) -> None:
        """Take note that weights of the shown network were exchanged in place."""
        if self.shown is not None:
            self._replace(self.shown.network, self.shown.device, self.shown.revision)

    def look_again(self) -> None:
        """Make a frame even if nothing was changed: the picture may be prepared otherwise."""
        self._changed = True

    def lacking(self) -> Wanted | None:
        """Return the data whose mean and deviation the picture of the shown network lacks; none: it lacks nothing."""
        if self.shown is None or self._probe is None:
            return None
        analysis = self.shown.network.analysis
        report = analysis.reports.get(self.shown.network.input_id)
        if report is None or report.output_shape is None or analysis.architecture.training.normalize != "standard":
            return None
        return self._shelf.lacking(self._probe.dataset, report.output_shape)

    def is_due(self, subject: Subject, training: bool) -> bool:
        """Tell whether a frame of this subject is wanted and may be made now."""
        return self._stale(subject) and self._timing.may_start(now(), training and not self._changed)

    def wait_s(self, subject: Subject | None, training: bool) -> float | None:
        """Return how long until a wanted frame may be made; ``None``: none is wanted, or its predecessor is not acknowledged."""
        if subject is None or not self._stale(subject):
            return None
        return self._timing.wait_s(now(), training and not self._changed)

    def _stale(self, subject: Subject) -> bool:
        if not self._view.visible and self._view.selected is None:
            return False
        return self._changed or self._drawn != (subject.run, subject.step, subject.revision, subject.past)

    def draw(self, subject: Subject) -> None:
        """Make a frame and send it."""
        self.have_probe()
        started = now()
        self._changed, self._drawn = False, (subject.run, subject.step, subject.revision, subject.past)
        taken = self.taken(subject)
        if taken is None or self._probe is None:
            return
        picture = taken[0]
        snapshot = take_snapshot(subject.network, picture, self._view)
        skipped = self._timing.skipped(started) if subject.run else 0
        frame = MapsDrawn(
            number=self._timing.number + 1, run=subject.run, step=subject.step, trained=subject.trained, revision=subject.revision,
            cards=draw_cards(subject.network, snapshot, self._view), exact=exact_values(subject.network, snapshot, self._view), skipped=skipped,
            untrained=subject.untrained, edited=subject.edited, filters=exact_filters(subject.network, snapshot, self._view, subject.edited),
            past=subject.past, beside=self._comparing.beside(subject, self._probe, self._view),
            gradients=None if subject.past else self.gradients.of(subject.network, subject.run, subject.step),
        )  # fmt: skip
        self._send(frame)
        self.snapshot = snapshot
        self.frames.keep(KeptFrame(frame.number, subject.run, subject.step, snapshot, subject.network.analysis, self._view.selected))
        self._timing.made(started, now())

    def taken(self, subject: Subject) -> tuple[Tensor, Preparation] | None:
        """Return the probe as this network takes it, on its device, and how it was prepared; none where it takes no pictures: the window is told."""
        try:
            return self._taken.of(self._probe, subject.network, subject.device)
        except DataError as error:
            self._send(NetworkRefused(revision=subject.revision, text=str(error)))
            return None
