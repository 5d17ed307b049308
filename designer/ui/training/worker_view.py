"""The half of the session that does not train: what is shown of which data, on which device."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from designer.network.architecture import Architecture
from designer.protocol import commands
from designer.protocol.events import DatasetFacts, ProbeChosen
from designer.protocol.greeting import Device, Greeting
from designer.ui.document import Document
from designer.ui.training.session_signals import SessionSignals
from designer.ui.training.showing import DatasetStatus, Showing
from designer.ui.worker_client import WorkerClient

__all__ = ["WorkerView"]


class WorkerView(SessionSignals):
    """Say what the worker shows, and take what should be shown."""

    def __init__(self, document: Document, client: WorkerClient, data_root: str | None, parent: QObject | None) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self._device = "auto"
        self._probe_walk: tuple[int, ...] = ()
        self._visible: tuple[str, ...] = ()
        self._also: tuple[str, ...] = ()
        self._showing = Showing(document, client, data_root, self)
        for name in ("edited_since", "loading_told", "datasets_described", "dataset_changed", "probe_chosen", "network_shown", "network_refused"):
            getattr(self._showing, name).connect(getattr(self, name))
        self._showing.dataset_changed.connect(self._tell_dataset)

    @property
    def greeting(self) -> Greeting | None:
        """What the worker is and can compute on."""
        return self._client.greeting

    @property
    def device(self) -> str:
        """The device that was chosen: ``auto`` or a name from the greeting."""
        return self._device

    @property
    def document(self) -> Document:
        """What is trained."""
        return self._document

    @property
    def computing_device(self) -> Device | None:
        """The device that the next run computes on; none: not known yet."""
        devices = self.greeting.devices if self.greeting else ()
        if self._device != "auto":
            return next((device for device in devices if device.name == self._device), None)
        return next((device for device in devices if device.name != "cpu"), devices[0] if devices else None)

    def device_title(self, name: str) -> str:
        """Return what people call a device of the worker: "CPU"."""
        devices = self.greeting.devices if self.greeting else ()
        return next((device.title for device in devices if device.name == name), name)

    @property
    def data_root(self) -> str | None:
        """The folder that holds downloaded data sets."""
        return self._showing.data_root

    @property
    def dataset(self) -> DatasetStatus:
        """Where the document's data set stands."""
        return self._showing.dataset

    @property
    def datasets(self) -> tuple[DatasetFacts, ...]:
        """The data sets that the worker knows."""
        return self._showing.datasets

    @property
    def probe(self) -> ProbeChosen | None:
        """The picture whose maps are shown."""
        return self._showing.probe

    def choose_device(self, device: str) -> None:
        """Compute on another device, from the next network or run on."""
        if device != self._device:
            self._device = device
            self._client.send(commands.ChooseDevice(device=device))
            self._showing.show_again()
            self.device_changed.emit(device)

    def save_weights(self, path: str) -> None:
        """Write the weights to a safetensors file; `weights_saved` or `told` answers."""
        self._client.send(commands.SaveWeights(path=path))

    def set_data_root(self, data_root: str | None) -> None:
        """Look for data sets in another folder."""
        self._showing.set_data_root(data_root)

    def load_dataset(self) -> None:
        """Load the document's data set, also a path that came with a file, and download it where it is not here: a person said so."""
        self._showing.load_dataset()

    def cancel_loading(self) -> None:
        """Give up loading a data set."""
        self._client.send(commands.CancelLoading())

    def text_for_worker(self, architecture: Architecture) -> str:
        """Return a `.cnn` text with the data set as the worker is asked for it."""
        return self._showing.text_for_worker(architecture)

    def notice_download(self, name: str) -> None:
        """Take note that a data set is in memory: where it was not here, it is now."""
        self._showing.notice_download(name)

    def trust(self, place: str) -> None:
        """Take note that a person chose this very path: it may be opened."""
        self._showing.trust(place)

    def trusts(self, place: str) -> bool:
        """Tell whether a data set may be opened: a known one, or a path that a person agreed to."""
        return self._showing.trusts(place)

    def set_on_screen(self, is_on_screen: bool) -> None:
        """Ask for maps only while the window can be seen."""
        self._showing.set_on_screen(is_on_screen)

    def show_visible(self, ids: tuple[str, ...]) -> None:
        """Take the ids of the cards in sight."""
        self._visible = tuple(ids)
        self._look()

    def show_also(self, ids: tuple[str, ...]) -> None:
        """Take the ids of blocks whose maps are shown in other places than on their cards."""
        self._also = tuple(ids)
        self._look()

    def show_card_room(self, maps_per_card: int, card_side_px: int) -> None:
        """Take how many maps fit a card, and how large they are."""
        self._showing.look(maps_per_card=maps_per_card, card_side_px=card_side_px)

    def pin_block(self, block_id: str | None) -> None:
        """Take the block whose maps are shown large whatever is selected; ``None``: the selected one."""
        self._showing.pin(block_id)

    def show_map_range(self, first: int, count: int) -> None:
        """Take which maps of the selected block are in sight."""
        self._showing.look(first_map=first, map_count=count)

    def show_filters(self, wanted: bool) -> None:
        """Take whether the selected block's filters are looked at."""
        self._showing.look(filters=wanted)

    def show_filter_range(self, first: int) -> None:
        """Take the first filter of the selected block in sight."""
        self._showing.look(first_filter=first)

    def choose_probe(self, index: int, part: str = "test", walk: Sequence[int] = ()) -> None:
        """Show the maps of a picture.

        Args:
            index: Position in its part.
            part: ``training``, ``validation`` or ``test``.
            walk: The pictures of this part that next and previous go through, in order; none: the whole part.
        """
        self._probe_walk = tuple(walk)
        self.picture_asked.emit()
        self._showing.choose_probe(index, part)

    def step_probe(self, delta: int) -> None:
        """Show the maps of the picture so many further on: in the list that it was chosen from, else in its part."""
        self.picture_asked.emit()
        probe = self._showing.probe_of_data
        index, part = (probe.index, probe.part) if probe else (0, "test")
        if self.probe is not None and self.probe.part == "own" and delta < 0:
            delta += 1  # it stands behind the picture that was shown before
        walk = self._probe_walk
        if index in walk:
            self._showing.choose_probe(walk[(walk.index(index) + delta) % len(walk)], part)
        else:
            self._showing.choose_probe(index + delta, part)

    def find_picture(self, label: int, step: int = 1) -> None:
        """Show the maps of the next picture (``step`` −1: the one before) of a class, in the part that is looked at."""
        self._probe_walk = ()
        self.picture_asked.emit()
        self._showing.find_picture(label, step)

    def show_picture(self, picture: commands.ShowPicture) -> None:
        """Show the maps of a picture of one's own."""
        self._showing.show_picture(picture)

    def change_probe(self, change: commands.ChangeProbe) -> None:
        """Show the picture shifted, or a part of it covered."""
        self._client.send(change)

    def _look(self) -> None:
        self._showing.look(visible=tuple(dict.fromkeys((*self._visible, *self._also))))

    def _tell_dataset(self, status: DatasetStatus) -> None:
        self.classes_told.emit(status.loaded.classes if status.loaded else ())
        if status.problem and not status.download_bytes:  # that it can be downloaded is said on the chip, and at Train
            self.told.emit(status.problem)
