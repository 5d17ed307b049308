"""Keep what the worker shows equal to what the window shows: network, data set, probe, what is in sight."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from designer.network.analysis import Analysis
from designer.network.architecture import Architecture
from designer.network.file_format import save
from designer.protocol.commands import ChangeProbe, ChooseProbe, DescribeDatasets, FindPicture, LoadDataset, LookAt, ShowNetwork, ShowPicture
from designer.protocol.events import (
    DatasetFacts,
    DatasetFailed,
    DatasetLoaded,
    DatasetsDescribed,
    LoadingTold,
    NetworkRefused,
    NetworkShown,
    ProbeChosen,
)
from designer.ui.data.places import is_path, on_disk
from designer.ui.document import Document
from designer.ui.training.edited_since import edited_blocks, same_network
from designer.ui.worker_client import WorkerClient

__all__ = ["DatasetStatus", "Showing"]

_SHIPPED = "digits"
"""The data that is always there: its pictures are the probe while the document's own wait for a word."""
_NETWORK_DELAY_MS = 60
_LOOK_DELAY_MS = 20

ShowingEvent = DatasetsDescribed | DatasetLoaded | DatasetFailed | LoadingTold | NetworkShown | NetworkRefused | ProbeChosen


@dataclass(frozen=True)
class DatasetStatus:
    """Where the document's data set stands.

    Args:
        loaded: What the worker told of it once it is in memory.
        problem: Why it cannot be used; empty: it can, or nobody knows yet.
        waits_for_consent: A path that came with a file: nothing is read before a person says so.
        place: As the worker is asked for it: the name, or an absolute path.
        download_bytes: With a problem: it can be downloaded, so many bytes; 0: there is nothing to download.
        progress: How far loading is; none: nothing was told yet, or it is over.
    """

    name: str
    loaded: DatasetLoaded | None = None
    problem: str = ""
    waits_for_consent: bool = False
    place: str = ""
    download_bytes: int = 0
    progress: LoadingTold | None = None


class Showing(QObject):
    """Tell the worker, after a moment's rest, what changed; while a run is on only what is in sight."""

    dataset_changed = Signal(object)
    """The data set stands otherwise; carries a `DatasetStatus`."""
    loading_told = Signal(object)
    """The document's data set is being loaded; carries the event `LoadingTold`."""
    datasets_described = Signal(object)
    """The data sets there are; carries a tuple of `DatasetFacts`."""
    probe_chosen = Signal(object)
    """The maps belong to another picture; carries the event `ProbeChosen`."""
    network_shown = Signal(object)
    """The worker wired up a network; carries the event."""
    network_refused = Signal(object)
    """The worker cannot wire up the network; carries the event."""
    edited_since = Signal(object)
    """Ids of the blocks that are no longer what the worker shows; a tuple, empty: none."""

    def __init__(self, document: Document, client: WorkerClient, data_root: str | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self.data_root = data_root
        self.datasets: tuple[DatasetFacts, ...] = ()
        self.dataset = DatasetStatus(document.architecture.training.dataset, place=self.place())
        self.probe: ProbeChosen | None = None
        self.probe_of_data: ProbeChosen | None = None
        self._own: ShowPicture | None = None
        self._shown: Analysis | None = None
        self._trusted: set[str] = set()
        self._edited: tuple[str, ...] = ()
        self._is_held = False
        self._is_on_screen = True
        self._pinned: str | None = None
        self._sight = LookAt(visible=(), selected=next(iter(document.selection), None))
        self._network_delay = self._delay(_NETWORK_DELAY_MS, self._synchronise)
        self._look_delay = self._delay(_LOOK_DELAY_MS, self._tell_sight)
        document.analysed.connect(self._notice_edit)
        document.selection_changed.connect(self._look_at_selection)

    def tell_all(self) -> None:
        """Tell a new worker everything; a moment later it answers with maps."""
        self._shown = None
        self._client.send(DescribeDatasets(data_root=self.data_root))
        self._ask_for_dataset()
        self._tell_sight()
        self._tell_probe()
        self._synchronise()

    def hold(self, running: Analysis) -> None:
        """Leave the worker's network alone: a run of this analysis' architecture is on."""
        self._is_held, self._shown = True, running
        self._network_delay.stop()

    def release(self) -> None:
        """Follow the document again."""
        self._is_held = False
        self._synchronise()

    def stop(self) -> None:
        """Forget what was about to be told: the worker is gone."""
        self._is_held = False
        self._network_delay.stop()
        self._look_delay.stop()
        self._shown = None
        self._tell_edited(self._document.analysis)

    def show_again(self) -> None:
        """Let the worker wire up the network once more, after a change of device or weights."""
        if not self._is_held:
            self._shown = None
            self._synchronise()

    def look(self, **changes: object) -> None:
        """Take other values of `LookAt` into sight."""
        values: dict[str, object] = {name: getattr(self._sight, name) for name in LookAt.__struct_fields__} | changes
        sight = LookAt(**values)  # type: ignore[arg-type]  # the names and types are LookAt's own
        if sight != self._sight:
            self._sight = sight
            self._look_delay.start()

    def set_on_screen(self, is_on_screen: bool) -> None:
        """Ask for maps only while the window can be seen: minimised, it costs training nothing."""
        if is_on_screen != self._is_on_screen:
            self._is_on_screen = is_on_screen
            self._tell_sight()

    def choose_probe(self, index: int, part: str = "test") -> None:
        """Show the maps of this picture, counted around where the number of pictures of the part is known."""
        known, self._own = self.probe_of_data, None
        count = known.count if known and known.part == part else 0
        self._client.send(ChooseProbe(index=index % count if count else max(index, 0), part=part))

    def find_picture(self, label: int, step: int) -> None:
        """Show the maps of the nearest picture of a class."""
        self._own = None
        self._client.send(FindPicture(label=label, step=step))

    def show_picture(self, picture: ShowPicture) -> None:
        """Show the maps of a picture of one's own; a new worker is told of it too."""
        self._own = picture
        self._client.send(picture)

    def set_data_root(self, data_root: str | None) -> None:
        """Look for data sets in another folder."""
        self.data_root = data_root
        self._client.send(DescribeDatasets(data_root=data_root))
        if self.dataset.loaded is None:
            self._ask_for_dataset()

    def place(self) -> str:
        """Return the document's data set as the worker is asked for it: a name, or an absolute path."""
        return on_disk(self._document.architecture.training.dataset, self._document.path)

    def text_for_worker(self, architecture: Architecture) -> str:
        """Return a `.cnn` text with the data set as the worker is asked for it: on its side nobody knows where the document lies."""
        place = self.place()
        if place != architecture.training.dataset:
            architecture = replace(architecture, training=architecture.training.change("dataset", place))
        return save(architecture)

    def needs_consent(self) -> bool:
        """Tell whether the document names a path that nobody has agreed to open."""
        return not self.trusts(self.place())

    def notice_download(self, name: str) -> None:
        """Ask anew which data sets are here, where this one was not: it is in memory now."""
        if any(facts.name == name and facts.download_bytes for facts in self.datasets):
            self._client.send(DescribeDatasets(data_root=self.data_root))

    def trusts(self, place: str) -> bool:
        """Tell whether a data set may be opened: a known one, or a path that a person agreed to."""
        return not is_path(place) or place in self._trusted

    def trust(self, place: str) -> None:
        """Take note that a person chose this very path."""
        self._trusted.add(place)

    def load_dataset(self) -> None:
        """Load the document's data set, a path too, and download it where it is not here: a person said so."""
        self.trust(self.place())
        self._ask_for_dataset(download=True)

    def hear(self, event: ShowingEvent) -> None:
        """Take what the worker told."""
        match event:
            case DatasetsDescribed():
                self.datasets = event.datasets
                self.datasets_described.emit(event.datasets)
            case DatasetLoaded() | DatasetFailed():
                self._take_dataset(event)
            case LoadingTold():
                self._take_progress(event)
            case ProbeChosen():
                self.probe = event
                self.probe_of_data = self.probe_of_data if event.part == "own" else event
                self.probe_chosen.emit(event)
            case NetworkShown():
                self.network_shown.emit(event)
            case NetworkRefused():
                self.network_refused.emit(event)

    def _tell_probe(self) -> None:
        probe = self.probe
        if self._own is not None:
            self._client.send(self._own)
        elif probe is not None and probe.part != "own":
            self._client.send(ChooseProbe(index=probe.index, part=probe.part))
        if probe is not None and (any(probe.shift) or probe.occluded):
            self._client.send(ChangeProbe(shift=probe.shift, occluded=probe.occluded))

    def _take_dataset(self, event: DatasetLoaded | DatasetFailed) -> None:
        if event.name != self.dataset.place:
            return
        status = replace(self.dataset, waits_for_consent=False, progress=None)
        if isinstance(event, DatasetLoaded):
            self.notice_download(event.name)
            self._set_dataset(replace(status, loaded=event, problem="", download_bytes=0))
        else:
            self._set_dataset(replace(status, loaded=None, problem=event.text, download_bytes=event.download_bytes))

    def end_loading(self) -> None:
        """Take note that nothing is being loaded: a run or a trial has begun or ended."""
        if self.dataset.progress is not None:
            self._set_dataset(replace(self.dataset, progress=None))

    def _take_progress(self, event: LoadingTold) -> None:
        if event.name == self.dataset.place and self.dataset.progress != event:
            self.dataset = replace(self.dataset, problem="", progress=event)
            self.loading_told.emit(event)

    def _set_dataset(self, status: DatasetStatus) -> None:
        if status != self.dataset:
            self.dataset = status
            self.dataset_changed.emit(status)

    def _ask_for_dataset(self, *, download: bool = False) -> None:
        name, place = self._document.architecture.training.dataset, self.place()
        if self.needs_consent():
            if self.dataset.loaded is not None:  # the probe of the document before would pass for this one's
                self._client.send(LoadDataset(name=_SHIPPED))
            self._set_dataset(DatasetStatus(name, waits_for_consent=True, place=place))
            return
        self._set_dataset(DatasetStatus(name, place=place))
        self._client.send(LoadDataset(name=place, data_root=self.data_root, download=download))

    def _notice_edit(self, now: Analysis) -> None:
        if not self._is_held and self._client.is_running:
            self._network_delay.start()
        self._tell_edited(now)

    def _tell_edited(self, now: Analysis) -> None:
        follows = not self._is_held and self._client.is_running
        edited = () if follows or self._shown is None else edited_blocks(self._shown, now)
        if edited != self._edited:
            self._edited = edited
            self.edited_since.emit(edited)

    def _synchronise(self) -> None:
        if self._is_held or not self._client.is_running:
            return
        if (self._document.architecture.training.dataset, self.place()) != (self.dataset.name, self.dataset.place):
            self._ask_for_dataset()
        now = self._document.analysis
        if self._shown is None or not same_network(self._shown, now):
            self._client.send(ShowNetwork(revision=self._document.revision, architecture=save(now.architecture)))
            self._shown = now
        self._tell_edited(now)

    def pin(self, block_id: str | None) -> None:
        """Look at this block whatever is selected; ``None``: at the selected one again."""
        self._pinned = block_id
        self._look_at_selection(self._document.selection)

    def _look_at_selection(self, ids: tuple[str, ...]) -> None:
        wanted = self._pinned or (ids[-1] if ids else None)
        if wanted != self._sight.selected:
            self.look(selected=wanted, first_map=0, first_filter=0)

    def _tell_sight(self) -> None:
        self._look_delay.stop()
        self._client.send(self._sight if self._is_on_screen else LookAt(visible=()))

    def _delay(self, interval_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer
