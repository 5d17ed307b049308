"""Messages to the window: past participles. Arrays travel as raw little-endian bytes beside their shapes."""

from __future__ import annotations

from enum import Enum

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Something that happened in the worker."""


class DatasetFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a data set without loading it.

    Args:
        problem: Why it cannot be used here; empty: it can.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, ...]
    pictures: int
    problem: str = ""


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
    """Tell why a data set cannot be used."""

    name: str
    text: str


class NetworkShown(Event, frozen=True):
    """Tell that the network of this revision is wired up."""

    revision: int
    device: str


class NetworkRefused(Event, frozen=True):
    """Tell why the network of this revision cannot be wired up; blocks that can be computed still send maps."""

    revision: int
    text: str


class ProbeChosen(Event, frozen=True):
    """Tell which picture the maps belong to.

    Args:
        index: Position among the test pictures.
        count: Number of test pictures.
        label: Its true class.
    """

    index: int
    count: int
    label: str


class BlockMaps(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The maps of one block, 8 bits a pixel, for its card.

    Args:
        shape: The block's whole output, ``(C, H, W)`` or ``(features,)``.
        signed: Whether the block's values may be negative (decides the colour scale).
        side: Height and width of the maps sent; smaller than in ``shape`` where they were shrunk; ``(1, features)`` for a vector.
        pixels: ``count`` maps of ``side``, uint8: 0 is the map's lowest value, 255 its highest.
        ranges: float32 ``(count, 2)``: lowest and highest finite value of each map.
        faulty: int32 ``(count,)``: values of each map that are not finite.
        values: float32 values of a vector (exact), empty for images.
    """

    block: str
    shape: tuple[int, ...]
    signed: bool
    side: tuple[int, int]
    pixels: bytes
    ranges: bytes
    faulty: bytes
    values: bytes = b""


class ExactMaps(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Exact values of one block.

    Args:
        shape: The block's whole output.
        first: First map sent.
        values: float32, maps ``first`` on, each ``(H, W)``; the whole vector for a vector.
    """

    block: str
    shape: tuple[int, ...]
    signed: bool
    first: int
    values: bytes


class MapsDrawn(Event, frozen=True):
    """A snapshot of the probe's maps: all of one moment.

    Args:
        number: Of the frame; acknowledged by it.
        run: The run it belongs to; 0: none, before training.
        step: Steps the weights have been trained in this run.
        trained: Whether any weight of the network has been trained; else these are random weights.
        untrained: Ids of the blocks that own weights as they started, in the order of computation; not those that were frozen on purpose.
        revision: The document's revision that was wired up.
        cards: Maps for the cards in sight.
        exact: Exact values of the selected block, then of its inputs in order.
        skipped: Frames that were due since the last and not made, for lack of time.
    """

    number: int
    run: int
    step: int
    trained: bool
    revision: int
    cards: tuple[BlockMaps, ...]
    exact: tuple[ExactMaps, ...] = ()
    skipped: int = 0
    untrained: tuple[str, ...] = ()


class TrainingStarted(Event, frozen=True):
    """Tell that a run began.

    Args:
        folded: Id of the final softmax that is folded into the loss, or empty.
        kept: Ids of the blocks that go on with trained weights.
        folder: The run's folder, on the worker's machine.
    """

    run: int
    device: str
    threads: int
    parameters: int
    steps_per_epoch: int
    epochs: int
    folded: str
    kept: tuple[str, ...]
    folder: str


class StepsDone(Event, frozen=True):
    """Training loss and accuracy of consecutive steps; never dropped.

    Args:
        first_step: Number of the first of them; the run's first step is 1.
        losses: float32, one a step: mean loss of the step's batch.
        accuracies: float32, one a step: share of the batch that was right.
    """

    run: int
    first_step: int
    losses: bytes
    accuracies: bytes


class ProgressTold(Event, frozen=True):
    """Where a run is, a few times a second.

    Args:
        images_per_second: Of training alone, waits of a pace not counted.
        seconds_left: Estimated for the rest of the run, waits of the pace included.
    """

    run: int
    epoch: int
    step: int
    images_per_second: float
    seconds_left: float


class EpochFinished(Event, frozen=True):
    """Results of one pass over the training pictures.

    Args:
        step: Steps done so far.
    """

    run: int
    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    images_per_second: float
    best: bool


class TrainingPaused(Event, frozen=True):
    """Tell that the run waits after this step."""

    run: int
    step: int


class TrainingResumed(Event, frozen=True):
    """Tell that the run goes on."""

    run: int
    step: int


class StepMade(Event, frozen=True):
    """Tell of one step made while paused: the loss of its batch before and after, with the same dropout masks."""

    run: int
    step: int
    loss_before: float
    loss_after: float


class Ending(Enum):
    """Why a run ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"


class TrainingFinished(Event, frozen=True):
    """Tell that a run ended; test figures are of the best epoch, none where no epoch was finished."""

    run: int
    step: int
    ending: Ending
    best_epoch: int | None
    validation_accuracy: float | None
    test_accuracy: float | None
    seconds: float
    folder: str


class TrainingFailed(Event, frozen=True):
    """Tell why a run could not begin or go on."""

    run: int
    text: str


class WeightsReset(Event, frozen=True):
    """Tell that trained weights were forgotten."""


class WeightsSaved(Event, frozen=True):
    """Tell that weights were written."""

    path: str
    sha256: str


class CommandFailed(Event, frozen=True):
    """Tell why a command could not be carried out; nothing was changed."""

    command: str
    text: str


AnyEvent = (
    DatasetsDescribed | DatasetLoaded | DatasetFailed | NetworkShown | NetworkRefused | ProbeChosen | MapsDrawn
    | TrainingStarted | StepsDone | ProgressTold | EpochFinished | TrainingPaused | TrainingResumed | StepMade
    | TrainingFinished | TrainingFailed | WeightsReset | WeightsSaved | CommandFailed
)  # fmt: skip
