"""Messages to the worker about runs. Each that concerns a run carries it."""

from __future__ import annotations

from designer.protocol.command import Command


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


class ExportRuns(Command, frozen=True):
    """Write the curves of runs for TensorBoard; answered by `RunsExported` or `CommandFailed`.

    Args:
        paths: Folders of runs, on the worker's machine.
        folder: Gets a folder for each of them.
    """

    paths: tuple[str, ...]
    folder: str


class CopyRuns(Command, frozen=True):
    """Send the files of runs as they are written, from now on, as `RunFileCopied`: the window is on another machine.

    Args:
        unfinished: Names of folders whose copies have no end: the window was closed before it came. They are sent once more.
    """

    unfinished: tuple[str, ...] = ()
