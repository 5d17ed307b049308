"""What the window asks about data: every question is answered, with a reason where there is nothing to see."""

from __future__ import annotations

from designer.data.dataset import Dataset
from designer.data.errors import NotHereError
from designer.data.progress import LoadingCancelledError
from designer.engine.augmentation_preview import draw_augmentation
from designer.engine.inspection import inspect
from designer.engine.pictures import Shelf, Wanted
from designer.network.errors import DesignerError
from designer.network.file_format import load
from designer.protocol.commands import InspectDataset, PreviewAugmentation
from designer.protocol.events import AugmentationDrawn, DatasetInspected


class DataQuestions:
    """Answers about the session's data set, and about one more that is only looked at.

    That one lies on a shelf of its own: looking at other pictures costs the network that is shown neither its data nor its probe.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._aside = Shelf()

    def inspect(self, command: InspectDataset) -> DatasetInspected:
        """Return what a data set looks like, or why that cannot be told."""
        try:
            return inspect(command, self._load(command.name, command.data_root))
        except DesignerError as error:
            download_bytes = error.download_bytes if isinstance(error, NotHereError) else 0
            return DatasetInspected(
                number=command.number, name=command.name, problem=str(error), download_bytes=download_bytes,
                cancelled=isinstance(error, LoadingCancelledError),
            )  # fmt: skip

    def preview(self, command: PreviewAugmentation) -> AugmentationDrawn:
        """Return what augmentation does to some pictures, or why that cannot be told."""
        try:
            architecture = load(command.architecture)
            dataset = self._load(architecture.training.dataset, command.data_root)
            return draw_augmentation(command, architecture, dataset)
        except DesignerError as error:
            return AugmentationDrawn(number=command.number, problem=str(error))

    def shelf_for(self, wanted: Wanted) -> Shelf:
        """Return the shelf on which data lies that is looked at, or on which it is to be put."""
        return self._shelf if self._shelf.has(wanted) else self._aside

    def hand_over(self, name: str, data_root: str | None) -> None:
        """Let the session have a data set that was only looked at so far: it is to be trained with."""
        if self._aside.holds(name, data_root) and not self._shelf.holds(name, data_root):
            self._shelf.take(name, data_root, self._aside.load(name, data_root))
            self._aside = Shelf()

    def _load(self, name: str, data_root: str | None) -> Dataset:
        for shelf in (self._shelf, self._aside):
            if shelf.holds(name, data_root):
                return shelf.load(name, data_root)
        return self._aside.load(name, data_root)
