"""Messages to the window about data sets: what there is, how loading goes, what the pictures look like."""

from __future__ import annotations

import msgspec

from designer.protocol.event import Event


class DatasetFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a data set without loading it.

    Args:
        problem: Why it cannot be used here; empty: it can.
        download_bytes: What fetching it would take; 0: nothing is to be fetched.
        about: What it shows, in a few words.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, ...]
    pictures: int
    problem: str = ""
    download_bytes: int = 0
    about: str = ""


class DatasetsDescribed(Event, frozen=True):
    """Answer `DescribeDatasets`."""

    datasets: tuple[DatasetFacts, ...]


class DatasetLoaded(Event, frozen=True):
    """Tell that a data set is in memory; counts are pictures."""

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, ...]
    training: int
    validation: int
    test: int


class DatasetFailed(Event, frozen=True):
    """Tell why a data set cannot be used.

    Args:
        download_bytes: It could be fetched, and so much that would take; 0: it could not.
        cancelled: A person gave up.
    """

    name: str
    text: str
    download_bytes: int = 0
    cancelled: bool = False


class LoadingTold(Event, frozen=True):
    """Tell how far the loading of a data set is, some times a second.

    Args:
        doing: ``downloading``, ``reading`` or ``preparing``.
        done: How many units are done.
        total: Of how many; 0: nobody knows.
        unit: ``bytes``, ``files`` or ``pictures``.
    """

    name: str
    doing: str
    done: int
    total: int
    unit: str


class SeenPicture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One picture to look at.

    Args:
        size: Height, width and channels (1: grey, 3: red, green, blue).
        pixels: uint8, row by row, the channels of a pixel together; 255 is full brightness whatever the data set's own is.
    """

    size: tuple[int, int, int]
    pixels: bytes


class SeenClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class of a data set: its pictures in each part, and some of them."""

    name: str
    training: int
    validation: int
    test: int
    pictures: tuple[SeenPicture, ...]


class FittedPicture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One picture as it lies in the data set, and as it enters the network."""

    label: str
    raw: SeenPicture
    fitted: SeenPicture


class DatasetInspected(Event, frozen=True):
    """Answer `InspectDataset`.

    Args:
        problem: Why there is nothing to see; empty: all that follows is known.
        download_bytes: With a problem: it is not here, but so many bytes can be downloaded; 0: nothing can.
        cancelled: With a problem: loading was cancelled by a person.
        from_where: One sentence: where the pictures were read.
        shape: ``(C, H, W)`` of the largest picture as it is stored.
        smallest: ``(C, H, W)`` of the smallest; equal to ``shape`` where all are alike.
        divisor: The stored value that becomes 1.
        parts: One sentence: how training, validation and test were told apart.
        part: Which part the pictures are of.
        first: As in the question.
        fitted: Examples for the input block; none where it takes no pictures.
        drawn: Pictures are made for the input block as it is, not fitted to it.
        misfit: Why pictures do not fit the input block; empty: they do.
        skipped: Files that could not be read and why, a sentence each; at most a thousand.
        skipped_count: How many there are.
        fingerprint: SHA-256 in hex over classes, pictures, labels and parts.
        notes: What is worth knowing, a sentence each: pictures that occur twice, say.
    """

    number: int
    name: str
    problem: str = ""
    download_bytes: int = 0
    cancelled: bool = False
    title: str = ""
    from_where: str = ""
    classes: tuple[SeenClass, ...] = ()
    shape: tuple[int, ...] = ()
    smallest: tuple[int, ...] = ()
    divisor: int = 255
    parts: str = ""
    part: str = "training"
    first: int = 0
    fitted: tuple[FittedPicture, ...] = ()
    drawn: bool = False
    misfit: str = ""
    skipped: tuple[str, ...] = ()
    skipped_count: int = 0
    fingerprint: str = ""
    notes: tuple[str, ...] = ()


class ChangedPicture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One training picture as it enters the network unchanged, and as it does in some epochs."""

    label: str
    plain: SeenPicture
    variants: tuple[SeenPicture, ...]


class AugmentationDrawn(Event, frozen=True):
    """Answer `PreviewAugmentation`.

    Args:
        problem: Why there is nothing to see; empty: there is.
        first_epoch: The epoch of the first variants; those of the next follow.
    """

    number: int
    problem: str = ""
    pictures: tuple[ChangedPicture, ...] = ()
    first_epoch: int = 1
