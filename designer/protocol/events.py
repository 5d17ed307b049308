"""Messages to the window: past participles. Arrays travel as raw little-endian bytes beside their shapes."""

from __future__ import annotations

import msgspec

from designer.protocol.data_events import (
    AugmentationDrawn,
    ChangedPicture,
    DatasetFacts,
    DatasetFailed,
    DatasetInspected,
    DatasetLoaded,
    DatasetsDescribed,
    FittedPicture,
    LoadingTold,
    SeenClass,
    SeenPicture,
)
from designer.protocol.event import Event
from designer.protocol.history_events import HistoryTold
from designer.protocol.look_events import (
    BlockGradient,
    ExactFilters,
    ExcitingFound,
    ExcitingPicture,
    ExcitingTold,
    LastGradients,
    WeightsChanged,
    WhyAnswered,
    WhyEnded,
    WhyTold,
)
from designer.protocol.pixel_events import ArithmeticStage, Operand, PixelExplained
from designer.protocol.result_events import (
    ConfusionCounted,
    EvaluationEnded,
    EvaluationTold,
    ListedPicture,
    PicturesListed,
)
from designer.protocol.run_events import (
    CheckpointFailed,
    Ending,
    EpochFinished,
    LearningRateFound,
    LearningRateSet,
    ProgressTold,
    RatesTried,
    Remedy,
    RunsExported,
    StepMade,
    StepPreview,
    StepsDone,
    TrainingFailed,
    TrainingFinished,
    TrainingPaused,
    TrainingResumed,
    TrainingStarted,
    WeightsLoaded,
    WeightsReset,
    WeightsSaved,
)

__all__ = [
    "AnyEvent",
    "ArithmeticStage",
    "AugmentationDrawn",
    "Beside",
    "BlockGradient",
    "BlockMaps",
    "ChangedPicture",
    "CheckpointFailed",
    "CommandFailed",
    "ConfusionCounted",
    "DatasetFacts",
    "DatasetFailed",
    "DatasetInspected",
    "DatasetLoaded",
    "DatasetsDescribed",
    "Ending",
    "EpochFinished",
    "EvaluationEnded",
    "EvaluationTold",
    "Event",
    "ExactFilters",
    "ExactMaps",
    "ExcitingFound",
    "ExcitingPicture",
    "ExcitingTold",
    "FittedPicture",
    "HistoryTold",
    "LastGradients",
    "LearningRateFound",
    "LearningRateSet",
    "ListedPicture",
    "LoadingTold",
    "MapsDrawn",
    "NetworkRefused",
    "NetworkShown",
    "Operand",
    "PicturesListed",
    "PixelExplained",
    "ProbeChosen",
    "ProgressTold",
    "RatesTried",
    "Remedy",
    "RunFileCopied",
    "RunsExported",
    "SeenClass",
    "SeenPicture",
    "StepMade",
    "StepPreview",
    "StepsDone",
    "TrainingFailed",
    "TrainingFinished",
    "TrainingPaused",
    "TrainingResumed",
    "TrainingStarted",
    "WeightsChanged",
    "WeightsLoaded",
    "WeightsReset",
    "WeightsSaved",
    "WhyAnswered",
    "WhyEnded",
    "WhyTold",
]  # fmt: skip


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
        index: Position among the pictures of its part.
        count: Number of pictures of its part.
        label: Its true class; what it is called, for a picture of one's own.
        part: ``training``, ``validation`` or ``test``; ``own``: a picture of one's own.
        shift: How far it is shifted, down and right, in pixels of the input block.
        occluded: Top, left, height and width of what is covered, likewise; none: nothing is.
    """

    index: int
    count: int
    label: str
    part: str = "test"
    shift: tuple[int, int] = (0, 0)
    occluded: tuple[int, int, int, int] | None = None


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


class Beside(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a frame is compared with, at the frame's own moment: another picture of the same network, or another network for the same picture.

    Args:
        picture: The picture that was kept; none: it is the frame's own.
        folder: Folder of the run whose weights these are; empty: the network is the frame's own.
        step: Of that run; none: its best weights.
        exact: The selected block's values, the maps that the frame has of it; none: see ``problem``, or nothing is selected.
        probabilities: float32, of all classes; empty: the network has no end.
        problem: Why the selected block cannot be compared; empty: it can.
    """

    picture: ProbeChosen | None = None
    folder: str = ""
    step: int | None = None
    exact: ExactMaps | None = None
    probabilities: bytes = b""
    problem: str = ""


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
        edited: Ids of the blocks whose weights a person changed by hand.
        filters: Weights of the selected block, where they were asked for.
        past: Folder of the run whose past this is, after ``step``; empty: it is the present.
        beside: What it is compared with; none: nothing.
        gradients: Of the last step, while a run is on and afterwards as long as its weights are shown; none: there was none.
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
    edited: tuple[str, ...] = ()
    filters: ExactFilters | None = None
    past: str = ""
    beside: Beside | None = None
    gradients: LastGradients | None = None


class RunFileCopied(Event, frozen=True):
    """Carry a part of a file of a run's folder.

    Args:
        folder: Name of the folder, without a path.
        name: Of the file.
        first: Where the part begins in the file, in bytes; 0: the file begins anew.
        last: The file is whole with this part.
    """

    folder: str
    name: str
    first: int
    data: bytes
    last: bool


class CommandFailed(Event, frozen=True):
    """Tell why a command could not be carried out; nothing was changed."""

    command: str
    text: str


AnyEvent = (
    DatasetsDescribed | DatasetLoaded | DatasetFailed | LoadingTold | NetworkShown | NetworkRefused | ProbeChosen | MapsDrawn
    | TrainingStarted | StepsDone | ProgressTold | EpochFinished | TrainingPaused | TrainingResumed | StepMade
    | TrainingFinished | TrainingFailed | WeightsReset | WeightsSaved | CommandFailed
    | LearningRateSet | RatesTried | LearningRateFound
    | DatasetInspected | AugmentationDrawn
    | WeightsLoaded | RunsExported
    | ConfusionCounted | EvaluationTold | EvaluationEnded | PicturesListed
    | CheckpointFailed
    | RunFileCopied
    | PixelExplained
    | WhyTold | WhyAnswered | WhyEnded | ExcitingTold | ExcitingFound
    | WeightsChanged
    | HistoryTold
)  # fmt: skip
