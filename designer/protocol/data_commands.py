"""Messages to the worker about data sets and their pictures."""

from __future__ import annotations

from designer.protocol.command import Command


class DescribeDatasets(Command, frozen=True):
    """Tell which data sets there are; answered by `DatasetsDescribed`."""

    data_root: str | None = None


class LoadDataset(Command, frozen=True):
    """Load a data set for probe and training; answered by `LoadingTold` now and then, at the end by `DatasetLoaded` or `DatasetFailed`.

    Args:
        name: As in the document's training settings; a path is absolute.
        data_root: Folder with downloaded data sets, or none.
        download: Fetch it where it is not there: a person asked for it.
    """

    name: str
    data_root: str | None = None
    download: bool = False


class CancelLoading(Command, frozen=True):
    """Give up loading a data set; answered by `DatasetFailed`, and a download leaves nothing behind."""


class InspectDataset(Command, frozen=True):
    """Look at a data set: what it is made of, and some pictures of every class; answered by `DatasetInspected`.

    It is read where it is not in memory.

    Args:
        number: Of the question, chosen by the window, told back by the answer.
        name: As for `LoadDataset`.
        data_root: Folder with downloaded data sets, or none.
        shape: ``(C, H, W)`` of the input block, for the examples of how pictures are fitted; empty: there is none.
        part: ``training``, ``validation`` or ``test``: which pictures are sent.
        first: How many pictures of each class are skipped, counted around.
        per_class: The most pictures of one class that are sent.
        side_px: The longest side of a picture that is sent; larger ones are shrunk.
        download: A person agreed to download it where it is not here.
    """

    number: int
    name: str
    data_root: str | None = None
    shape: tuple[int, ...] = ()
    part: str = "training"
    first: int = 0
    per_class: int = 12
    side_px: int = 64
    download: bool = False


class PreviewAugmentation(Command, frozen=True):
    """Change some training pictures as training would; answered by `AugmentationDrawn`.

    Args:
        number: Of the question, chosen by the window, told back by the answer.
        architecture: The document as a `.cnn` text; its settings say data set, seed and what is changed by how much.
        data_root: Folder with downloaded data sets, or none.
        pictures: Number of pictures.
        variants: How often each is changed: once for each of so many epochs.
        draw: Other pictures and epochs for every other number, 0 or more.
    """

    number: int
    architecture: str
    data_root: str | None = None
    pictures: int = 6
    variants: int = 6
    draw: int = 0
