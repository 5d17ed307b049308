"""What training says to people, one sentence at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from designer.protocol.events import Ending, LearningRateSet, ProgressTold, StepMade, TrainingFinished, TrainingStarted

__all__ = [
    "continued_sentence", "ending_sentence", "kept_sentence", "percent", "place_text", "rate_sentence", "speed_text", "start_note", "step_sentence",
    "time_text", "told_after", "whole_sentence",
]  # fmt: skip

_NAMES_SHOWN = 4


def _tr(text: str) -> str:
    return QCoreApplication.translate("Training", text)


def percent(share: float) -> str:
    """Return a share as people read it.

    >>> percent(0.978)
    '97.8 %'
    """
    return f"{100 * share:.1f} %"


def time_text(seconds: float) -> str:
    """Return a time as minutes and seconds.

    >>> time_text(42.4), time_text(3_905)
    ('0:42', '1:05:05')
    """
    whole = max(round(seconds), 0) if math.isfinite(seconds) else 0
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def place_text(told: ProgressTold, started: TrainingStarted) -> str:
    """Return where a run is: epoch and step."""
    steps = started.steps_per_epoch * started.epochs
    return _tr("epoch {0}/{1} · step {2}/{3}").format(f"{told.epoch:,}", f"{started.epochs:,}", f"{told.step:,}", f"{steps:,}")


def told_after(told: ProgressTold, step: int, started: TrainingStarted) -> ProgressTold:
    """Return where a run is after a step made by hand, of which no progress is told."""
    return replace(told, step=step, epoch=-(-step // max(started.steps_per_epoch, 1)))


def speed_text(told: ProgressTold) -> str:
    """Return how fast a run goes and how long it will still take."""
    return _tr("{0} img/s · {1} left").format(f"{told.images_per_second:,.0f}", time_text(told.seconds_left))


def ending_sentence(event: TrainingFinished) -> str:
    """Return how a run ended."""
    steps = f"{event.step:,}"
    if event.ending is Ending.COMPLETED:
        begin = _tr("Finished after {0} steps in {1}.").format(steps, time_text(event.seconds))
    else:
        begin = _tr("Stopped after {0} steps.").format(steps) if event.step != 1 else _tr("Stopped after 1 step.")
    if event.best_epoch is None or event.validation_accuracy is None:
        return begin + " " + _tr("No epoch was finished, so there is no validation result.")
    best = _tr("Best validation accuracy {0} in epoch {1}").format(percent(event.validation_accuracy), event.best_epoch)
    test = "" if event.test_accuracy is None else _tr("; test {0}").format(percent(event.test_accuracy))
    return f"{begin} {best}{test}."


def step_sentence(event: StepMade) -> str:
    """Return what one step did to the loss of its own batch."""
    before, after = event.loss_before, event.loss_after
    if before == after:
        return _tr("Step {0}: the loss of this batch stayed at {1}.").format(f"{event.step:,}", f"{after:.4g}")
    how = _tr("fell") if after < before else _tr("rose")
    digits = next((digits for digits in (4, 5, 6) if f"{before:.{digits}g}" != f"{after:.{digits}g}"), 7)
    text = _tr("Step {0}: the loss of this batch {1} from {2} to {3}.")
    return text.format(f"{event.step:,}", how, f"{before:.{digits}g}", f"{after:.{digits}g}")


def kept_sentence(kept: Sequence[str], with_weights: Sequence[str]) -> str:
    """Return which blocks go on with trained weights; empty: none.

    Args:
        kept: Ids of those that do.
        with_weights: Ids of all blocks that have weights.
    """
    if not kept:
        return ""
    if set(with_weights) <= set(kept):
        return _tr("All blocks go on with their trained weights.")
    return _tr("Goes on with the trained weights of {0}; the others start at random.").format(_names(kept))


def whole_sentence(text: str) -> str:
    """Return what went wrong as a sentence: with a capital and a full stop.

    >>> whole_sentence("there is nothing to train")
    'There is nothing to train.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def start_note(event: TrainingStarted, frozen: int) -> str:
    """Return what is worth knowing of a run that begins, in a few words; empty: nothing.

    Args:
        frozen: Blocks whose weights stay as they are.
    """
    parts = []
    if event.step:
        parts.append(_tr("goes on after step {0}").format(f"{event.step:,}") + (_tr(", approximately") if event.approximate else ""))
    elif event.kept:
        parts.append(_tr("trained weights kept: {0}").format(_names(event.kept)))
    if frozen:
        parts.append(_tr("1 block frozen") if frozen == 1 else _tr("{0} blocks frozen").format(frozen))
    if event.folded:
        parts.append(_tr("the final softmax is part of the loss"))
    text = " · ".join(parts)
    return text[:1].upper() + text[1:]


def rate_sentence(before: float, event: LearningRateSet) -> str:
    """Return how the learning rate of a run was changed."""
    return _tr("Learning rate {0} → {1} from step {2}.").format(f"{before:g}", f"{event.learning_rate:g}", f"{event.step:,}")


def continued_sentence(event: TrainingStarted) -> str:
    """Return how an earlier run goes on."""
    if not event.approximate:
        return _tr("The run goes on after step {0}, bit for bit.").format(f"{event.step:,}")
    return _tr("The run goes on after step {0}, approximately: {1}.").format(f"{event.step:,}", event.approximate)


def _names(ids: Sequence[str]) -> str:
    shown = list(ids[:_NAMES_SHOWN])
    if len(ids) > _NAMES_SHOWN:
        return _tr("{0} and {1} more").format(", ".join(shown), len(ids) - _NAMES_SHOWN)
    return _tr("{0} and {1}").format(", ".join(shown[:-1]), shown[-1]) if len(shown) > 1 else shown[0]
