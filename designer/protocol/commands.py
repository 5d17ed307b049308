"""Messages to the worker: imperatives. Each that concerns a run carries it."""

from __future__ import annotations

from designer.protocol.command import Command
from designer.protocol.compare_commands import ComparePictures, CompareRun, EndComparison
from designer.protocol.data_commands import CancelLoading, DescribeDatasets, InspectDataset, LoadDataset, PreviewAugmentation
from designer.protocol.history_commands import DescribeHistory, LookBack
from designer.protocol.look_commands import AskWhy, CancelWhy, ChangeProbe, ChangeWeights, FindExciting, FindPicture, ShowPicture
from designer.protocol.pixel_commands import ExplainPixel
from designer.protocol.result_commands import CancelEvaluation, EvaluateNetwork, ListPictures
from designer.protocol.run_commands import (
    CopyRuns,
    ExportRuns,
    FindLearningRate,
    PauseTraining,
    ResumeTraining,
    SetLearningRate,
    SetPace,
    StartTraining,
    StepTraining,
    StopTraining,
)

__all__ = [
    "AcknowledgeFrame",
    "AnyCommand",
    "AskWhy",
    "CancelEvaluation",
    "CancelLoading",
    "CancelWhy",
    "ChangeProbe",
    "ChangeWeights",
    "ChooseDevice",
    "ChooseProbe",
    "CloseWorker",
    "Command",
    "ComparePictures",
    "CompareRun",
    "CopyRuns",
    "DescribeDatasets",
    "DescribeHistory",
    "EndComparison",
    "EvaluateNetwork",
    "ExplainPixel",
    "ExportRuns",
    "FindExciting",
    "FindLearningRate",
    "FindPicture",
    "InspectDataset",
    "ListPictures",
    "LoadDataset",
    "LoadWeights",
    "LookAt",
    "LookBack",
    "PauseTraining",
    "PreviewAugmentation",
    "ResetWeights",
    "ResumeTraining",
    "SaveWeights",
    "SetLearningRate",
    "SetPace",
    "ShowNetwork",
    "ShowPicture",
    "StartTraining",
    "StepTraining",
    "StopTraining",
]


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
        filters: Whether the selected block's weights are wanted with its maps.
        first_filter: First filter in sight, for blocks of very many.
    """

    visible: tuple[str, ...]
    selected: str | None = None
    maps_per_card: int = 8
    card_side_px: int = 64
    first_map: int = 0
    map_count: int = 256
    filters: bool = False
    first_filter: int = 0


class ChooseProbe(Command, frozen=True):
    """Show the maps of this picture.

    Args:
        index: Position in the part.
        part: ``training``, ``validation`` or ``test``.
    """

    index: int
    part: str = "test"


class AcknowledgeFrame(Command, frozen=True):
    """Tell that a frame was taken and painted; the next may be sent.

    Args:
        cost_s: Processor time that this took the window, s.
    """

    number: int
    cost_s: float = 0


class ResetWeights(Command, frozen=True):
    """Forget trained weights: every block starts again from its random ones."""


class SaveWeights(Command, frozen=True):
    """Write the weights of the network shown to a safetensors file; answered by `WeightsSaved` or `CommandFailed`."""

    path: str


class LoadWeights(Command, frozen=True):
    """Give the network shown the weights of a safetensors file that fit it; answered by `WeightsLoaded` or `CommandFailed`."""

    path: str


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
    | ShowPicture | ChangeProbe | FindPicture
    | AskWhy | FindExciting | CancelWhy
    | ExplainPixel
    | ChangeWeights
    | DescribeHistory | LookBack
    | ComparePictures | CompareRun | EndComparison
)  # fmt: skip
