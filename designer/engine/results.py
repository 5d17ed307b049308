"""What a run is given and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from designer.engine.evaluation import Part, Score


@dataclass(frozen=True)
class TrainingParts:
    """The data of a run, on its device."""

    train: Part
    validation: Part
    test: Part


@dataclass(frozen=True)
class EpochResult:
    """Results of one pass over the training pictures; ``step`` counts the steps done so far."""

    epoch: int
    step: int
    train: Score
    validation: Score
    images_per_second: float
    best: bool


@dataclass(frozen=True)
class Best:
    """The weights of the best epoch so far."""

    epoch: int
    score: Score
    state: dict[str, Tensor]
