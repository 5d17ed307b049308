"""Messages to the window about runs: their beginning, steps, epochs, end, and their weights."""

from __future__ import annotations

from enum import Enum

import msgspec

from designer.protocol.event import Event


class TrainingStarted(Event, frozen=True):
    """Tell that a run began.

    Args:
        folded: Id of the final softmax that is folded into the loss, or empty.
        kept: Ids of the blocks that go on with trained weights.
        folder: The run's folder, on the worker's machine.
        step: Steps that were done before: of a run that goes on. What it told of them then follows once more.
        approximate: Why it may not go on exactly as it would have without the break; empty: bit for bit.
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
    step: int = 0
    approximate: str = ""


class StepsDone(Event, frozen=True):
    """Training loss and accuracy of consecutive steps; never dropped.

    Args:
        first_step: Number of the first of them; the run's first step is 1.
        losses: float32, one a step: mean loss of the step's batch.
        accuracies: float32, one a step: share of the batch that was right.
        rates: float32, one a step: learning rate of the step; empty: not told.
    """

    run: int
    first_step: int
    losses: bytes
    accuracies: bytes
    rates: bytes = b""


class ProgressTold(Event, frozen=True):
    """Where a run is, a few times a second.

    Args:
        images_per_second: Of training alone, waits of a pace not counted.
        seconds_left: Estimated for the rest of the run, waits of the pace included.
        learning_rate: Of the next step; 0: not told.
    """

    run: int
    epoch: int
    step: int
    images_per_second: float
    seconds_left: float
    learning_rate: float = 0.0


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


class StepPreview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first pictures of a step's batch, as the network got them.

    Args:
        shape: Of one picture, ``(C, H, W)``.
        pictures: uint8, ``count`` pictures of ``shape``: 0 is black, 255 white.
        labels: int32 ``(count,)``: true classes.
        before: int32 ``(count,)``: the class that won before the step.
        after: int32 ``(count,)``: the class that won after it.
        sure_before: float32 ``(count,)``: probability of the true class before the step.
        sure_after: float32 ``(count,)``: the same after it.
        batch: Pictures of the whole batch.
    """

    shape: tuple[int, ...]
    pictures: bytes
    labels: bytes
    before: bytes
    after: bytes
    sure_before: bytes
    sure_after: bytes
    batch: int


class StepMade(Event, frozen=True):
    """Tell of one step made while paused: the loss of its batch before and after, with the same dropout masks.

    Args:
        preview: Some pictures of the batch; none: not told.
    """

    run: int
    step: int
    loss_before: float
    loss_after: float
    preview: StepPreview | None = None


class LearningRateSet(Event, frozen=True):
    """Tell that a run goes on with another base learning rate.

    Args:
        step: The first step with it.
        learning_rate: The base; a schedule scales it.
    """

    run: int
    step: int
    learning_rate: float


class RatesTried(Event, frozen=True):
    """Tell of learning rates that were tried, in order; never dropped.

    Args:
        rates: float32, rising.
        losses: float32, one a rate: the smoothed loss.
        share: How much of the trial is done, 0 to 1.
    """

    run: int
    rates: bytes
    losses: bytes
    share: float


class LearningRateFound(Event, frozen=True):
    """Tell that a trial of learning rates ended.

    Args:
        learning_rate: The suggestion; 0: none, see ``text``.
        text: Why there is none, or one sentence on how it was chosen.
        cancelled: It was stopped; ``learning_rate`` is 0.
    """

    run: int
    learning_rate: float
    text: str = ""
    cancelled: bool = False


class Ending(Enum):
    """Why a run ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    """The window was closed meanwhile."""


class TrainingFinished(Event, frozen=True):
    """Tell that a run ended; test figures are of the best epoch, none where no epoch was finished.

    Args:
        note: Why it completed before its last epoch, as a sentence; empty: it did not.
    """

    run: int
    step: int
    ending: Ending
    best_epoch: int | None
    validation_accuracy: float | None
    test_accuracy: float | None
    seconds: float
    folder: str
    note: str = ""


class Remedy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A training setting that would help.

    Args:
        key: Name of the setting.
        value: Its new value.
        text: What a button says: "learning rate 0.0002".
    """

    key: str
    value: str | float | int | bool
    text: str


class TrainingFailed(Event, frozen=True):
    """Tell why a run could not begin or go on.

    Args:
        remedies: Settings that would help, the best first.
        block: Id of the block where it went wrong, or empty.
    """

    run: int
    text: str
    remedies: tuple[Remedy, ...] = ()
    block: str = ""


class CheckpointFailed(Event, frozen=True):
    """Tell that the run cannot be kept just now; training goes on, and it is tried again."""

    run: int
    text: str


class WeightsReset(Event, frozen=True):
    """Tell that trained weights were forgotten."""


class WeightsSaved(Event, frozen=True):
    """Tell that weights were written."""

    path: str
    sha256: str


class WeightsLoaded(Event, frozen=True):
    """Tell which blocks took the weights of a file; they count as trained.

    Args:
        blocks: Ids of the blocks that took theirs, in the order of computation.
        misfits: Why others did not, one short clause each ("weight of fc1 is 120×400 there and 84×400 here").
        left_over: Number of tensors of the file that no block took.
    """

    path: str
    blocks: tuple[str, ...]
    misfits: tuple[str, ...] = ()
    left_over: int = 0


class RunsExported(Event, frozen=True):
    """Tell that the curves of runs were written for TensorBoard.

    Args:
        folder: Where; what `tensorboard --logdir` takes.
        runs: How many.
        skipped: Why others were not, one sentence each.
    """

    folder: str
    runs: int
    skipped: tuple[str, ...] = ()
