"""Messages to the worker: imperatives. Each that concerns a run carries it."""

from __future__ import annotations

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Something the window asks of the worker."""


class DescribeDatasets(Command, frozen=True):
    """Tell which data sets there are; answered by `DatasetsDescribed`."""

    data_root: str | None = None


class LoadDataset(Command, frozen=True):
    """Load a data set for probe and training; answered by `DatasetLoaded` or `DatasetFailed`.

    Args:
        name: As in the document's training settings.
        data_root: Folder with downloaded data sets, or none.
    """

    name: str
    data_root: str | None = None


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
    """Show the maps of this test picture."""

    index: int


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
    """

    run: int
    revision: int
    architecture: str
    data_root: str | None = None
    pace: float | None = None
    paused: bool = False
    fresh: bool = False


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


class SaveWeights(Command, frozen=True):
    """Write the weights of the network shown to a safetensors file; answered by `WeightsSaved` or `CommandFailed`."""

    path: str


class CloseWorker(Command, frozen=True):
    """Stop a run if there is one and end the process."""


AnyCommand = (
    DescribeDatasets | LoadDataset | ChooseDevice | ShowNetwork | LookAt | ChooseProbe | AcknowledgeFrame | ResetWeights
    | StartTraining | PauseTraining | ResumeTraining | StepTraining | StopTraining | SetPace | SaveWeights | CloseWorker
)  # fmt: skip
