"""Answers as the window keeps them: arrays checked against their shapes, pictures ready to be painted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QImage

from designer.protocol.errors import ProtocolError
from designer.protocol.events import ExcitingFound, WhyAnswered
from designer.ui.data.seeing import picture_image
from designer.ui.maps.colors import Floats
from designer.ui.why.questions import Method, WhyQuestion

_LONGEST = 16_384


@dataclass(frozen=True)
class ReasonMoment:
    """Which weights and which picture an answer is of.

    Args:
        past: Folder of the run whose past it is, after ``step``; empty: it is the present.
        weights: Counts the exchanges of weights without training; ``probe`` those of the picture.
    """

    run: int
    step: int
    revision: int
    past: str = ""
    weights: int = 0
    probe: int = 0

    def has_weights_of(self, other: ReasonMoment) -> bool:
        """Tell whether both are of the same weights, whatever the picture."""
        return replace(self, probe=other.probe) == other

    def is_trained_on(self, other: ReasonMoment) -> bool:
        """Tell whether nothing but training lies between an earlier moment and this one."""
        return bool(self.run) and replace(self, step=other.step) == other


@dataclass(frozen=True, eq=False)
class Reason:
    """A map of the probe.

    Args:
        values: ``(H, W)``.
        probabilities: Of all classes.
        picture: The probe as the network takes it.
    """

    told: WhyAnswered
    question: WhyQuestion
    moment: ReasonMoment
    values: Floats
    probabilities: Floats
    picture: QImage

    @property
    def method(self) -> Method:
        """What was asked."""
        return self.question.method


@dataclass(frozen=True, eq=False)
class Exciting:
    """Pictures that excite a map; ``moment`` says by which weights."""

    told: ExcitingFound
    images: tuple[QImage, ...]
    moment: ReasonMoment


def decode_reason(told: WhyAnswered, question: WhyQuestion, moment: ReasonMoment) -> Reason:
    """Return an answer.

    Raises:
        ProtocolError: Sizes and bytes disagree.
    """
    height, width = told.shape
    if not (1 <= height <= _LONGEST and 1 <= width <= _LONGEST) or len(told.values) != 4 * height * width:
        raise ProtocolError(f"a map of {height}×{width} values takes {4 * height * width:,} bytes, but {len(told.values):,} came")
    count = len(told.probabilities) // 4
    if len(told.probabilities) != 4 * count or not (0 <= told.target < count and 0 <= told.predicted < count):
        raise ProtocolError(f"class {told.target}, taken for {told.predicted}: there are {count} probabilities")
    picture = picture_image(told.picture)
    if picture.isNull():
        raise ProtocolError(f"a picture of {told.picture.size} does not take {len(told.picture.pixels):,} bytes")
    values = np.frombuffer(told.values, "<f4").reshape(height, width)
    return Reason(told, question, moment, values, np.frombuffer(told.probabilities, "<f4"), picture)


def decode_exciting(told: ExcitingFound, moment: ReasonMoment) -> Exciting:
    """Return what a search found.

    Raises:
        ProtocolError: Sizes and bytes disagree.
    """
    images = tuple(picture_image(picture.picture) for picture in told.pictures)
    if any(image.isNull() for image in images) or min(told.shape) < 1:
        raise ProtocolError("a picture does not fit its size")
    return Exciting(told, images, moment)
