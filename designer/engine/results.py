"""What a run is given and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor

from designer.engine.augmentation import NOT_NORMALISED, Brightness
from designer.engine.evaluation import Pictures, Score


@dataclass(frozen=True)
class TrainingParts:
    """The data of a run, on its device.

    Args:
        brightness: What black and white became when the pictures were prepared.
    """

    train: Pictures
    validation: Pictures
    test: Pictures
    brightness: Brightness = field(default=NOT_NORMALISED, kw_only=True)


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
