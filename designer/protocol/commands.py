"""Messages to the worker: imperatives. Each that concerns a run carries it."""

from __future__ import annotations

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Something the window asks of the worker."""


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


class ChooseDevice(Command, frozen=True):
    """Compute on this device from the next network on: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``."""

    device: str


class ShowNetwork(Command, frozen=True):
    """Wire up this network and send its maps; blocks keep the weights they have.

    Args:
        revision: The document's, told back by every frame.
        architecture: The document as a `.cnn` text.
    """

    revision: int
    architecture: str


class LookAt(Command, frozen=True):
    """Tell what is on the screen: only that is sent.

    Args:
        visible: Ids of the blocks whose cards are in sight.
        selected: Id of the block whose maps are shown large, sent as exact values with its inputs.
        maps_per_card: The most maps that fit a card.
        card_side_px: The longest side a map needs on a card; larger maps are shrunk.
        first_map: First map of the selected block in sight, for blocks of very many maps.
        map_count: Number of maps of the selected block in sight.
    """

    visible: tuple[str, ...]
    selected: str | None = None
    maps_per_card: int = 8
    card_side_px: int = 64
    first_map: int = 0
    map_count: int = 256


class ChooseProbe(Command, frozen=True):
    """Show the maps of this picture.

    Args:
        index: Position in the part.
        part: ``training``, ``validation`` or ``test``.
    """

    index: int
    part: str = "test"


class AcknowledgeFrame(Command, frozen=True):
    """Tell that a frame was taken; the next may be sent."""

    number: int


class ResetWeights(Command, frozen=True):
    """Forget trained weights: every block starts again from its random ones."""


class StartTraining(Command, frozen=True):
    """Train this network; answered by `TrainingStarted` or `TrainingFailed`.

    Args:
        run: Number of the run, chosen by the window, carried by all that concerns it.
        architecture: The document as a `.cnn` text, settings included.
        data_root: Folder with downloaded data sets, or none.
        pace: Steps a second at most; none: full speed.
        paused: Begin paused: the first `StepTraining` makes the first step.
        fresh: Start from random weights instead of those the blocks have.
        resume: Folder of an earlier run to go on with; then only the number of epochs may differ from its settings. Empty: a new run.
    """

    run: int
    revision: int
    architecture: str
    data_root: str | None = None
    pace: float | None = None
    paused: bool = False
    fresh: bool = False
    resume: str = ""


class PauseTraining(Command, frozen=True):
    """Pause after the running step; answered by `TrainingPaused`."""

    run: int


class ResumeTraining(Command, frozen=True):
    """Go on after a pause; answered by `TrainingResumed`."""

    run: int


class StepTraining(Command, frozen=True):
    """Make one step of a paused run; answered by `StepMade`."""

    run: int


class StopTraining(Command, frozen=True):
    """End after the running step; answered by `TrainingFinished`."""

    run: int


class SetPace(Command, frozen=True):
    """Make at most this many steps a second; none: full speed."""

    pace: float | None = None


class SetLearningRate(Command, frozen=True):
    """Go on with another base learning rate from the next step; answered by `LearningRateSet`."""

    run: int
    learning_rate: float


class FindLearningRate(Command, frozen=True):
    """Try rising learning rates on copies of the weights; answered by `RatesTried`, then `LearningRateFound` or `TrainingFailed`.

    `StopTraining` of the same run cancels it. Nothing is kept: weights, random states and the run folder stay as they were.

    Args:
        run: Number of the trial, chosen by the window as that of a run.
        revision: The document's.
        architecture: The document as a `.cnn` text, settings included.
        data_root: Folder with downloaded data sets, or none.
    """

    run: int
    revision: int
    architecture: str
    data_root: str | None = None


class SaveWeights(Command, frozen=True):
    """Write the weights of the network shown to a safetensors file; answered by `WeightsSaved` or `CommandFailed`."""

    path: str


class LoadWeights(Command, frozen=True):
    """Give the network shown the weights of a safetensors file that fit it; answered by `WeightsLoaded` or `CommandFailed`."""

    path: str


class ExportRuns(Command, frozen=True):
    """Write the curves of runs for TensorBoard; answered by `RunsExported` or `CommandFailed`.

    Args:
        paths: Folders of runs, on the worker's machine.
        folder: Gets a folder for each of them.
    """

    paths: tuple[str, ...]
    folder: str


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


class EvaluateNetwork(Command, frozen=True):
    """Evaluate a network with the weights its blocks have, while no run is on.

    Answered by `EvaluationTold` now and then, at the end by `ConfusionCounted` of run 0 or by `EvaluationEnded`.

    Args:
        number: Of the evaluation, chosen by the window, told back by the answers; a new one ends the one before.
        revision: The document's.
        architecture: The document as a `.cnn` text.
        part: ``training``, ``validation`` or ``test``: which pictures.
        data_root: Folder with downloaded data sets, or none.
    """

    number: int
    revision: int
    architecture: str
    part: str = "validation"
    data_root: str | None = None


class CancelEvaluation(Command, frozen=True):
    """End an evaluation; answered by `EvaluationEnded` where it was still on."""

    number: int


class ListPictures(Command, frozen=True):
    """Send pictures that were evaluated last in this run and part; answered by `PicturesListed`.

    Args:
        run: As in `ConfusionCounted`.
        number: Of the question, chosen by the window, told back by the answer.
        part: ``training``, ``validation`` or ``test``.
        true: Only pictures of this class; none: of any.
        predicted: Only pictures that were taken for this class; none: for any.
        only_wrong: Only pictures that were taken for another class than theirs.
        order: ``worst``: the lowest probability of the true class first; ``first``: in the part's own order.
        first: How many of them are skipped.
        count: The most that are sent.
        side_px: The longest side of a picture that is sent; larger ones are shrunk.
    """

    run: int
    number: int
    part: str = "validation"
    true: int | None = None
    predicted: int | None = None
    only_wrong: bool = False
    order: str = "worst"
    first: int = 0
    count: int = 60
    side_px: int = 96


class CopyRuns(Command, frozen=True):
    """Send the files of runs as they are written, from now on, as `RunFileCopied`: the window is on another machine.

    Args:
        unfinished: Names of folders whose copies have no end: the window was closed before it came. They are sent once more.
    """

    unfinished: tuple[str, ...] = ()


class CloseWorker(Command, frozen=True):
    """Stop a run if there is one and end the process."""


AnyCommand = (
    DescribeDatasets | LoadDataset | CancelLoading | ChooseDevice | ShowNetwork | LookAt | ChooseProbe | AcknowledgeFrame | ResetWeights
    | StartTraining | PauseTraining | ResumeTraining | StepTraining | StopTraining | SetPace | SaveWeights | CloseWorker
    | SetLearningRate | FindLearningRate
    | InspectDataset | PreviewAugmentation
    | LoadWeights | ExportRuns
    | EvaluateNetwork | CancelEvaluation | ListPictures
    | CopyRuns
)  # fmt: skip
