"""What chance does to each training picture in an epoch: a function of seed, epoch and the picture's number alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from designer.network.training import Training

ERASED_AREA = (0.02, 1 / 3)
"""Least and most of a picture that an erased rectangle covers."""
ERASED_ASPECT = 0.3
"""Flattest height by width of such a rectangle; the steepest is its inverse."""

Chances = NDArray[np.float64]


class _Column(IntEnum):
    """Each kind of chance has random numbers of its own, so that switching one on changes no other. From 1: 0 would be the order's."""

    SHIFT_DOWN = 1
    SHIFT_RIGHT = 2
    ANGLE = 3
    FLIP_ROWS = 4
    FLIP_COLUMNS = 5
    CROP_DOWN = 6
    CROP_RIGHT = 7
    BRIGHTNESS = 8
    CONTRAST = 9
    ERASE = 10
    ERASED_SHARE = 11
    ERASED_FORM = 12
    ERASED_TOP = 13
    ERASED_LEFT = 14


@dataclass(frozen=True)
class Draws:
    """One value for each training picture, on the device; none where a setting leaves the pictures alone.

    Args:
        turn: Cosine and sine of the angle, ``(N, 2)``.
        mirror: Whether rows and columns are mirrored, ``(N, 2)``.
        move: Pixels down and to the right, ``(N, 2)``: shift and crop together.
        lighten: Added, as a share of full brightness, ``(N,)``.
        contrast: Multiplied, ``(N,)``.
        erase: Top, bottom, left and right of the rectangle, ``(N, 4)``; empty for a picture that keeps all.
    """

    turn: Tensor | None
    mirror: Tensor | None
    move: Tensor | None
    lighten: Tensor | None
    contrast: Tensor | None
    erase: Tensor | None


def draw_epoch(training: Training, epoch: int, count: int, height: int, width: int, device: torch.device) -> Draws:
    """Draw for all training pictures at once.

    Cosines and the like are taken here and not batch by batch: vectorised, their last bit may depend on a picture's place in a batch.

    Args:
        epoch: From 1.
        count: Training pictures; the first of them get the same numbers however many there are.
        height: Of the pictures, in pixels; ``width`` likewise.

    Source:
        The raw 64-bit numbers of Philox, as `designer.data.order` takes them.
    """

    def chance(column: _Column) -> Chances:
        raw = np.random.Philox(np.random.SeedSequence([training.seed, epoch, column])).random_raw(count)
        numbers: Chances = (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return numbers

    def around_zero(column: _Column) -> Chances:
        return 2 * chance(column) - 1

    def pixels(column: _Column, most: float) -> NDArray[np.int64]:
        return np.rint(around_zero(column) * most).astype(np.int64)

    def crops(column: _Column) -> NDArray[np.int64]:
        return (chance(column) * (2 * training.crop + 1)).astype(np.int64) - training.crop

    turn = mirror = move = lighten = contrast = erase = None
    if training.rotation:
        angles = np.deg2rad(training.rotation) * around_zero(_Column.ANGLE)
        turn = np.stack([np.cos(angles), np.sin(angles)], 1)
    if training.flip != "none":
        rows = chance(_Column.FLIP_ROWS) < (0.5 if training.flip in ("vertical", "both") else 0)
        columns = chance(_Column.FLIP_COLUMNS) < (0.5 if training.flip in ("horizontal", "both") else 0)
        mirror = np.stack([rows, columns], 1)
    if training.shift or training.crop:
        down = pixels(_Column.SHIFT_DOWN, training.shift * height) + crops(_Column.CROP_DOWN)
        right = pixels(_Column.SHIFT_RIGHT, training.shift * width) + crops(_Column.CROP_RIGHT)
        move = np.stack([down, right], 1)
    if training.brightness:
        lighten = training.brightness * around_zero(_Column.BRIGHTNESS)
    if training.contrast:
        contrast = 1 + training.contrast * around_zero(_Column.CONTRAST)
    if training.erase:
        form = (chance(_Column.ERASED_SHARE), chance(_Column.ERASED_FORM), chance(_Column.ERASED_TOP), chance(_Column.ERASED_LEFT))
        erase = _rectangles(chance(_Column.ERASE) < training.erase, *form, height, width)
    return Draws(*(None if found is None else torch.from_numpy(found).to(device) for found in (turn, mirror, move, lighten, contrast, erase)))


def _rectangles(erased: NDArray[np.bool_], share: Chances, form: Chances, top: Chances, left: Chances, height: int, width: int) -> NDArray[np.int64]:
    """Return rectangles inside the pictures: areas evenly, forms evenly by their logarithm, as flat as steep.

    Source:
        Zhong et al. 2017, Random Erasing Data Augmentation, arXiv:1708.04896.
    """
    least, most = ERASED_AREA
    area = (least + (most - least) * share) * height * width
    aspect = ERASED_ASPECT ** (1 - 2 * form)
    rows = np.clip(np.rint(np.sqrt(area * aspect)), 1, height).astype(np.int64) * erased
    columns = np.clip(np.rint(np.sqrt(area / aspect)), 1, width).astype(np.int64) * erased
    first_row = (top * (height - rows + 1)).astype(np.int64)
    first_column = (left * (width - columns + 1)).astype(np.int64)
    return np.stack([first_row, first_row + rows, first_column, first_column + columns], 1)
