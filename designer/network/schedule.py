"""How the learning rate changes over a run: a pure function of settings and step, the same in the window and in training."""

from __future__ import annotations

import math

from designer.network.training import Training

ONE_CYCLE_RISES = 0.3
"""Share of a one-cycle run in which the rate rises."""
ONE_CYCLE_FIRST = 1 / 25
"""Rate at the start of a one-cycle run, as a share of the highest."""
ONE_CYCLE_LAST = ONE_CYCLE_FIRST / 10_000


def rate_factor(training: Training, step: int, steps_per_epoch: int) -> float:
    """Return what the learning rate of the settings is multiplied by in one step.

    A warm-up comes before any schedule: the rate rises in equal parts to the first of the schedule, which has the steps that are left.

    Args:
        step: Steps done before it, from 0.
        steps_per_epoch: At least 1.

    Source:
        `torch.optim.lr_scheduler`: LinearLR, StepLR, CosineAnnealingLR (by steps), OneCycleLR (with cosines), one behind the other
        as in SequentialLR; Loshchilov & Hutter 2016, arXiv:1608.03983; Smith & Topin 2017, arXiv:1708.07120.

    >>> rate_factor(Training(schedule="step", drop_every=2), step=20, steps_per_epoch=10)
    0.1
    >>> [rate_factor(Training(warm_up=1.0), step, steps_per_epoch=4) for step in range(5)]
    [0.2, 0.4, 0.6, 0.8, 1.0]
    """
    warm_up = warm_up_steps(training, steps_per_epoch)
    steps = max(1, training.epochs * steps_per_epoch - warm_up)
    if step < warm_up:
        return _scheduled(training, 0, steps, steps_per_epoch) * (step + 1) / (warm_up + 1)
    return _scheduled(training, step - warm_up, steps, steps_per_epoch)


def warm_up_steps(training: Training, steps_per_epoch: int) -> int:
    """Return how many steps the warm-up takes."""
    return round(training.warm_up * steps_per_epoch)


def _scheduled(training: Training, done: int, steps: int, steps_per_epoch: int) -> float:
    match training.schedule:
        case "step":
            return float(training.drop_to ** (done // (training.drop_every * steps_per_epoch)))
        case "cosine":
            return (1 + math.cos(math.pi * min(1.0, done / steps))) / 2
        case "one-cycle":
            return _one_cycle(done, steps)
        case _:
            return 1.0


def _one_cycle(done: int, steps: int) -> float:
    """Rise from a 25th along half a cosine, and fall along another to next to nothing."""
    top, last = ONE_CYCLE_RISES * steps - 1, steps - 1
    if done <= top and top > 0:
        return _between(ONE_CYCLE_FIRST, 1.0, done / top)
    top = max(0.0, top)
    return _between(1.0, ONE_CYCLE_LAST, min(1.0, (done - top) / (last - top))) if last > top else 1.0


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) / 2 * (1 + math.cos(math.pi * share))
