"""Occlusion: how much a class's probability falls while a black square hides a part of the picture."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from designer.engine.network import Network
from designer.engine.why.gradients import probabilities


def corners(size: int, patch: int, stride: int) -> tuple[int, ...]:
    """Return where the squares begin along an axis; the last one ends with the picture.

    >>> corners(28, 7, 7), corners(10, 4, 4), corners(3, 5, 2)
    ((0, 7, 14, 21), (0, 4, 6), (0,))
    """
    last = max(0, size - patch)
    return (*range(0, last, stride), last)


def positions(height: int, width: int, patch: int, stride: int) -> list[tuple[int, int]]:
    """Return the upper left corners of all squares, row by row."""
    return [(row, column) for row in corners(height, patch, stride) for column in corners(width, patch, stride)]


def occlusion_map(network: Network, picture: Tensor, black: Tensor, target: int, patch: int, stride: int, batch_size: int) -> Iterator[int | Tensor]:
    """Hide one square after the other.

    Shape:
        picture, black: ``(1, C, H, W)``

    Args:
        patch: Side of the square, in pixels.
        stride: How far it moves.
        batch_size: How many pictures are computed at a time.

    Yields:
        After every batch how many squares are done; at the end ``(H, W)``: for each pixel the mean fall of the probability over the squares that
        hide it (pixels that none hides, where the stride is larger than the square, have 0).

    Source:
        Zeiler, Fergus 2014, arXiv:1311.2901, section 4.2.
    """
    height, width = picture.shape[2:]
    places = positions(height, width, patch, stride)
    before = float(probabilities(network, picture)[1][0, target])
    falls, covers = torch.zeros(height, width, dtype=torch.float64), torch.zeros(height, width, dtype=torch.float64)
    for first in range(0, len(places), batch_size):
        part = places[first : first + batch_size]
        hidden = picture.repeat(len(part), 1, 1, 1)
        for number, (row, column) in enumerate(part):
            spot = hidden[number, :, row : row + patch, column : column + patch]
            spot.copy_(black[0, :, row : row + patch, column : column + patch])
        after = probabilities(network, hidden)[1][:, target].tolist()
        for (row, column), value in zip(part, after, strict=True):
            falls[row : row + patch, column : column + patch] += before - value
            covers[row : row + patch, column : column + patch] += 1
        yield min(first + batch_size, len(places))
    yield (falls / covers.clamp_min(1)).float()
