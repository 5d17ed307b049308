"""What window and run folder are told about a run: every step, progress a few times a second, every epoch, the end."""

from __future__ import annotations

from designer.engine.faults import Fault
from designer.engine.lifeline import now
from designer.engine.looking import Send
from designer.engine.memory import MemoryRefusedError
from designer.engine.results import EpochResult
from designer.engine.run_record import RunRecord
from designer.engine.training import Trainer
from designer.network.errors import DesignerError
from designer.protocol.events import Ending, EpochFinished, ProgressTold, StepsDone, TrainingFailed, TrainingFinished

FIGURES_EVERY_S = 0.05
PROGRESS_EVERY_S = 0.25
BEST_WEIGHTS_EVERY_S = 5.0


class RunReports:
    """Tells window and folder alike; the folder first, so that nothing shown can be missing from it."""

    def __init__(self, run: int, trainer: Trainer, record: RunRecord, send: Send) -> None:
        self._run = run
        self._trainer = trainer
        self._record = record
        self._send = send
        self._figures_at = self._progress_at = self._best_at = now()
        self._best_epoch = 0

    def steps(self, at_once: bool = False) -> None:
        """Tell of the steps since the last call, not more often than every 50 ms unless ``at_once``."""
        if not at_once and now() - self._figures_at < FIGURES_EVERY_S:
            return
        figures = self._trainer.take_figures()
        self._figures_at = now()
        if figures is not None:
            self._record.steps(figures)
            losses, accuracies, rates = (values.tobytes() for values in (figures.losses, figures.accuracies, figures.rates))
            self._send(StepsDone(run=self._run, first_step=figures.first_step, losses=losses, accuracies=accuracies, rates=rates))

    def progress(self, step_seconds_at_least: float, at_once: bool = False) -> None:
        """Tell where the run is.

        Args:
            step_seconds_at_least: Of a pace; 0 at full speed.
            at_once: Even if it was told a moment ago.
        """
        if not at_once and now() - self._progress_at < PROGRESS_EVERY_S:
            return
        self._progress_at = now()
        trainer = self._trainer
        speed = trainer.images_per_second()
        pictures = len(trainer.parts.train.labels) / len(trainer.batches)
        step_seconds = max(step_seconds_at_least, pictures / speed if speed > 0 else 0.0)
        left = step_seconds * (trainer.steps_in_all - trainer.step)
        self._send(
            ProgressTold(
                run=self._run, epoch=trainer.epoch, step=trainer.step, images_per_second=speed, seconds_left=left,
                learning_rate=trainer.learning_rate,
            )
        )  # fmt: skip

    def epoch(self, result: EpochResult) -> None:
        """Tell of an epoch; the best weights are written now and then, and at the end."""
        self.steps(at_once=True)
        self._record.epoch(result)
        best = self._trainer.best
        if best is not None and best.epoch != self._best_epoch and now() - self._best_at > BEST_WEIGHTS_EVERY_S:
            self._record.best_weights(best.state)
            self._best_at, self._best_epoch = now(), best.epoch
        self._send(epoch_finished(self._run, result))

    def finished(self, ending: Ending) -> None:
        """Write the result and tell of the end.

        Raises:
            RunFolderError: The weights cannot be written.
        """
        seconds = self._record.seconds_so_far()
        self._record.end(ending.value)
        best, test = self._trainer.best, self._trainer.test
        self._send(
            TrainingFinished(
                run=self._run, step=self._trainer.step, ending=ending, best_epoch=best.epoch if best else None,
                validation_accuracy=best.score.accuracy if best else None, test_accuracy=test.accuracy if test else None,
                seconds=seconds, folder=str(self._record.path), note=self._trainer.stopped_early if ending is Ending.COMPLETED else "",
            )
        )  # fmt: skip

    def failed(self, text: str, fault: Fault | None = None, weights_are_sound: bool = False) -> None:
        """Tell why the run cannot go on; a folder that cannot be written either does not hide the cause.

        Args:
            fault: What went wrong, where that is known.
            weights_are_sound: It was something else than the weights: they are written.
        """
        try:
            self._record.end("failed", text, weights_are_sound)
        except DesignerError as error:
            text = f"{text}\n{error}"
        remedies, block = (fault.remedies, fault.block) if fault is not None else ((), "")
        self._send(TrainingFailed(run=self._run, text=text, remedies=remedies, block=block))


def epoch_finished(run: int, result: EpochResult) -> EpochFinished:
    """Return the message that tells an epoch's results."""
    return EpochFinished(
        run=run, epoch=result.epoch, step=result.step, best=result.best, images_per_second=result.images_per_second,
        train_loss=result.train.loss, train_accuracy=result.train.accuracy,
        validation_loss=result.validation.loss, validation_accuracy=result.validation.accuracy,
    )  # fmt: skip


def failed(run: int, error: DesignerError) -> TrainingFailed:
    """Return the message that says why a run could not begin."""
    return TrainingFailed(run=run, text=str(error), remedies=error.remedies if isinstance(error, MemoryRefusedError) else ())
