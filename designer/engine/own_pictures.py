"""A picture of one's own as the probe, and what may be done to any probe: shifted by whole pixels, a part of it covered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from designer.data.errors import DataError
from designer.data.preparation import Preparation, normalize_in_place
from designer.data.raw import Prepared, RawImages
from designer.protocol.commands import ChangeProbe, ShowPicture

OWN = "own"
"""The part that a picture of one's own is said to be of."""
FULL_BRIGHTNESS = 255
MOST_SIDE = 8_192
MOST_SHIFT = 16_384
"""The input block's own limit along an axis: further away everything is out of sight."""
_LONGEST_NAME = 80


@dataclass(frozen=True, eq=False)
class OwnPicture:
    """A picture that is in no data set.

    Args:
        raw: uint8, ``(H, W)`` or ``(H, W, 3)``, 255 at full brightness.
        about: What it is called.
    """

    raw: RawImages
    about: str

    def prepared(self, preparation: Preparation) -> Prepared:
        """Return it as a batch of one, fitted and normalised as a picture of the data set.

        Raises:
            DataError: The input takes neither grey nor colour pictures.
        """
        return preparation.apply(self.raw[None], FULL_BRIGHTNESS)


@dataclass(frozen=True)
class ProbeChange:
    """What is done to a picture after it was fitted, in pixels of the input block.

    Args:
        shift: Down and right.
        occluded: Top, left, height and width of what is covered; none: nothing is.
    """

    shift: tuple[int, int] = (0, 0)
    occluded: tuple[int, int, int, int] | None = None

    def applied(self, picture: Prepared, preparation: Preparation) -> Prepared:
        """Return a changed copy; the picture itself where nothing is to be done.

        What comes in from the edge is the raw value 0 as the network gets it. What is covered is 0 to the network itself: black, or the mean
        of the data where pictures are normalised.

        Shape:
            ``(1, C, H, W)`` to the same
        """
        if self == UNCHANGED:
            return picture
        changed = _shifted(picture, self.shift, preparation)
        if self.occluded is not None:
            top, left, height, width = self.occluded
            changed[..., max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)] = 0
        return changed


UNCHANGED = ProbeChange()


def own_picture(command: ShowPicture) -> OwnPicture:
    """Return the picture of a message.

    Raises:
        DataError: Its size and its bytes do not fit together, or it is no picture.
    """
    height, width, channels = command.shape
    if channels not in (1, 3):
        raise DataError(f"a picture has 1 channel (grey) or 3 (red, green, blue); {channels} came")
    if not (1 <= height <= MOST_SIDE and 1 <= width <= MOST_SIDE):
        raise DataError(f"a picture of {height}×{width} pixels; each side may have 1 to {MOST_SIDE:,}")
    needed = height * width * channels
    if len(command.pixels) != needed:
        raise DataError(f"a picture of {height}×{width}×{channels} takes {needed:,} bytes; {len(command.pixels):,} came")
    raw = np.frombuffer(command.pixels, np.uint8).reshape((height, width) if channels == 1 else (height, width, 3))
    return OwnPicture(raw, " ".join(command.about.split())[:_LONGEST_NAME])


def probe_change(command: ChangeProbe) -> ProbeChange:
    """Return the change of a message.

    Raises:
        DataError: It is further than any picture is large, or covers nothing.
    """
    if max(map(abs, command.shift)) > MOST_SHIFT:
        raise DataError(f"a shift by {command.shift[0]} and {command.shift[1]} pixels; up to {MOST_SHIFT:,} is possible each way")
    if command.occluded is not None:
        top, left, height, width = command.occluded
        if not (1 <= height <= MOST_SHIFT and 1 <= width <= MOST_SHIFT and abs(top) <= MOST_SHIFT and abs(left) <= MOST_SHIFT):
            raise DataError(f"{height}×{width} pixels from row {top}, column {left} cannot be covered; 1 to {MOST_SHIFT:,} pixels each way can")
    return ProbeChange(command.shift, command.occluded)


def _shifted(picture: Prepared, shift: tuple[int, int], preparation: Preparation) -> Prepared:
    height, width = picture.shape[2:]
    down, right = shift
    shifted = normalize_in_place(np.zeros_like(picture), preparation)
    if abs(down) < height and abs(right) < width:
        there = (slice(max(0, down), height + min(0, down)), slice(max(0, right), width + min(0, right)))
        here = (slice(max(0, -down), height + min(0, -down)), slice(max(0, -right), width + min(0, -right)))
        shifted[..., *there] = picture[..., *here]
    return shifted
