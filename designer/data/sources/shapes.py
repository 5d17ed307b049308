"""Shapes drawn on the spot, at the size and in the colours that the input block takes: no file, no download, always the same.

Place, size, thickness, angle, brightness or colours, and noise differ from picture to picture. A picture is a function of its number and of the
size alone.
"""

from __future__ import annotations

import math

import numpy as np

from designer.data.dataset import Dataset, DatasetInfo
from designer.data.drawing import OUTLINES, Values, coverage
from designer.data.preparation import Preparation
from designer.data.progress import Progress, Watch
from designer.data.raw import Labels, Prepared, RawImages, Shape
from designer.data.sources.source import Availability, Places, Source
from designer.data.splits import cut_three_ways, fingerprint, key_digest

PER_CLASS = 500
VERSION = 1
"""Part of every fingerprint: to be raised when the pictures change."""

_SEED = 20_260_101
_CHUNK = 128
_TURN = math.radians(25)

INFO = DatasetInfo(
    "shapes", "Shapes", tuple(OUTLINES), (3, 32, 32), count=PER_CLASS * len(OUTLINES), availability="drawn on the spot, grey or in colour",
    about="drawn shapes, at the input's size",
)  # fmt: skip


class DrawnPictures:
    """Pictures that are drawn when they are asked for."""

    in_memory = True

    def __len__(self) -> int:
        return PER_CLASS * len(OUTLINES)

    def __getitem__(self, position: int) -> RawImages:
        picture: RawImages = draw(np.array([position], dtype=np.int64), INFO.shape)[0]
        return picture

    def prepared(self, positions: Labels, preparation: Preparation) -> Prepared:
        prepared = np.empty((len(positions), *preparation.shape), dtype=np.float32)
        for start in range(0, len(positions), _CHUNK):
            part = slice(start, start + _CHUNK)
            prepared[part] = preparation.apply(draw(positions[part], preparation.shape))
        return prepared


def draw(positions: Labels, shape: Shape) -> RawImages:
    """Draw pictures at this size: (N, H, W), or (N, H, W, 3) where three channels are wanted."""
    channels, height, width = shape
    traits = np.stack([_traits(position) for position in positions.tolist()]).reshape(len(positions), -1, 1, 1)
    right, down, radius_px = _places(traits, height, width)
    stroke = 0.3 + 0.25 * traits[:, 4]
    covered = np.empty(right.shape)
    labels = labels_of(positions)
    for label in np.unique(labels).tolist():
        of_class = labels == label
        outline = OUTLINES[INFO.classes[label]]
        covered[of_class] = coverage(outline, right[of_class], down[of_class], stroke[of_class], radius_px[of_class])
    noise = np.stack([_noise(position, height, width) for position in positions.tolist()]) * (0.05 + 0.15 * traits[:, 5])
    if channels != 3:
        return _bytes(_mixed(covered, 0.3 * traits[:, 6], 0.6 + 0.4 * traits[:, 7]) + noise)
    paper, ink = _colours(traits)
    return _bytes(np.stack([_mixed(covered, paper[..., index], ink[..., index]) for index in range(3)], axis=3) + noise[..., None])


def labels_of(positions: Labels) -> Labels:
    """Return the class of each picture: they take turns."""
    return positions % len(OUTLINES)


def _places(traits: Values, height: int, width: int) -> tuple[Values, Values, Values]:
    """Return every pixel's place as each shape sees it, and the shapes' radii in pixels."""
    side = min(height, width)
    radius_px = side * (0.26 + 0.18 * traits[:, 0])
    free_down, free_right = height / 2 - radius_px, width / 2 - radius_px
    middle_down, middle_right = height / 2 + free_down * (2 * traits[:, 1] - 1), width / 2 + free_right * (2 * traits[:, 2] - 1)
    down = (np.arange(height)[:, None] + 0.5 - middle_down) / radius_px
    right = (np.arange(width)[None, :] + 0.5 - middle_right) / radius_px
    angle = _TURN * (2 * traits[:, 3] - 1)
    return right * np.cos(angle) + down * np.sin(angle), down * np.cos(angle) - right * np.sin(angle), radius_px


def _colours(traits: Values) -> tuple[Values, Values]:
    """Return a dark paper and a bright ink of any hue for each picture, (N, 1, 1, 3)."""
    thirds = np.arange(3) / 3
    paper_hue, ink_hue = traits[:, 8, ..., None], traits[:, 9, ..., None]
    paper = 0.2 * (1 + np.cos(2 * math.pi * (paper_hue + thirds))) * traits[:, 6, ..., None]
    ink = (0.6 + 0.4 * traits[:, 7, ..., None]) * (0.65 + 0.35 * np.cos(2 * math.pi * (ink_hue + thirds)))
    return paper, ink


def _mixed(covered: Values, paper: Values, ink: Values) -> Values:
    return paper + (ink - paper) * covered


def _bytes(values: Values) -> RawImages:
    return (np.clip(values, 0.0, 1.0) * 255 + 0.5).astype(np.uint8)


def _traits(position: int) -> Values:
    return _uniform(np.random.Philox(np.random.SeedSequence([_SEED, position])).random_raw(10))


def _noise(position: int, height: int, width: int) -> Values:
    raw = np.random.Philox(np.random.SeedSequence([_SEED, position, 1])).random_raw(height * width)
    return _uniform(raw).reshape(height, width) - 0.5


def _uniform(raw: object) -> Values:
    """Return numbers from 0 to 1 of raw ones, which numpy promises never to change."""
    numbers: Values = (np.asarray(raw, dtype=np.uint64) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return numbers


def _locate(places: Places) -> Availability:
    return Availability(True, INFO.availability)


def _load(places: Places, watch: Watch) -> Dataset:
    count = len(DrawnPictures())
    labels = labels_of(np.arange(count, dtype=np.int64))
    digests = [key_digest(f"shapes {VERSION} {position}") for position in range(count)]
    splits = cut_three_ways(digests, labels)
    watch(Progress("reading", count, count, "pictures"))
    return Dataset(
        INFO, DrawnPictures(), labels, splits, fingerprint(INFO.classes, INFO.shape, digests, labels, splits),
        parting="80 % of the pictures train, 10 % validate, 10 % test, cut by the SHA-256 of their numbers", smallest=INFO.shape,
    )  # fmt: skip


SOURCE = Source(INFO, _locate, _load)
