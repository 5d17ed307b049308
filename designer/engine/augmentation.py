"""Augmentation: training pictures are changed at random, batch by batch, on the device. Validation and test pictures never are.

The order is: turn, mirror, move, contrast, brightness, erase. What comes into a picture from outside is black, whatever black became when the
pictures were normalised; contrast turns around mid-grey, and what gets lighter than white or darker than black is cut off there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from designer.data.preparation import Preparation
from designer.engine.augmentation_draws import Draws, draw_epoch
from designer.network.training import Training


@dataclass(frozen=True)
class Brightness:
    """What black and white became when the pictures were prepared, for each channel.

    Args:
        black: One number a channel, or one for all.
        white: Likewise.
    """

    black: tuple[float, ...] = (0.0,)
    white: tuple[float, ...] = (1.0,)


NOT_NORMALISED = Brightness()


def brightness_of(preparation: Preparation) -> Brightness:
    """Return what a preparation makes of black and white: in 32 bits, as it computes itself."""
    if preparation.normalize == "none":
        return NOT_NORMALISED
    mean, std = np.array(preparation.mean, np.float32), np.array(preparation.std, np.float32)
    return Brightness(tuple(((0 - mean) / std).tolist()), tuple(((1 - mean) / std).tolist()))


def changes_pictures(training: Training) -> bool:
    """Tell whether any setting changes training pictures."""
    amounts = (training.shift, training.rotation, training.crop, training.brightness, training.contrast, training.erase)
    return training.flip != "none" or any(amounts)


class Augmentation:
    """Changes the training pictures of one run.

    Args:
        shape: ``(C, H, W)`` of a picture.
        count: Number of training pictures.
    """

    def __init__(self, training: Training, shape: tuple[int, ...], count: int, brightness: Brightness, device: torch.device) -> None:
        self._training = training
        self._count = count
        self._height, self._width = shape[-2:]
        self._device = device
        self._black = torch.tensor(brightness.black, device=device).view(-1, 1, 1)
        self._white = torch.tensor(brightness.white, device=device).view(-1, 1, 1)
        self._is_zero_black = not any(brightness.black)
        self._epoch = 0
        self._draws = Draws(None, None, None, None, None, None)

    def begin_epoch(self, epoch: int) -> None:
        """Draw for all pictures of an epoch, counted from 1."""
        if epoch != self._epoch:
            self._epoch = epoch
            self._draws = draw_epoch(self._training, epoch, self._count, self._height, self._width, self._device)

    def change(self, images: Tensor, positions: Tensor) -> Tensor:
        """Return the pictures of a batch as this epoch changes them.

        Shape:
            (B, C, H, W) and (B,), the pictures' numbers in the training part, to (B, C, H, W)
        """
        draws = self._draws
        if draws.turn is not None:
            images = self._turn(images, draws.turn[positions])
        if draws.mirror is not None or draws.move is not None:
            images = self._rearrange(images, positions)
        if draws.contrast is not None or draws.lighten is not None:
            images = self._shade(images, positions)
        if draws.erase is not None:
            images = self._blank(images, draws.erase[positions])
        return images

    def _turn(self, images: Tensor, turn: Tensor) -> Tensor:
        """Turn around the middle, with bilinear interpolation."""
        height, width = self._height, self._width
        rows = ((2 * torch.arange(height, device=images.device, dtype=torch.float64) + 1) / height - 1)[:, None]
        columns = ((2 * torch.arange(width, device=images.device, dtype=torch.float64) + 1) / width - 1)[None]
        cosine, sine = turn[:, 0, None, None], turn[:, 1, None, None]
        grid = torch.stack([cosine * columns + sine * (rows * (height / width)), cosine * rows - sine * (columns * (width / height))], -1)
        if self._is_zero_black:
            return functional.grid_sample(images, grid.to(images.dtype), align_corners=False)
        black = self._black.to(images.dtype)
        return functional.grid_sample(images - black, grid.to(images.dtype), align_corners=False) + black

    def _rearrange(self, images: Tensor, positions: Tensor) -> Tensor:
        """Mirror and move by whole pixels: every value is one that was there, or black."""
        rows, row_inside = self._sources(positions, 0, self._height)
        columns, column_inside = self._sources(positions, 1, self._width)
        picture = torch.arange(len(positions), device=images.device)[:, None, None]
        # with the channels last, so that the values of a pixel are copied together
        moved = images.permute(0, 2, 3, 1)[picture, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
        if self._draws.move is None:
            return moved
        inside = (row_inside[:, :, None] & column_inside[:, None, :])[:, None]
        return torch.where(inside, moved, self._black.to(images.dtype))

    def _sources(self, positions: Tensor, axis: int, size: int) -> tuple[Tensor, Tensor]:
        """Return which row or column each one is taken from, and whether it is inside the picture.

        Shape:
            (B, size) each
        """
        found = torch.arange(size, device=positions.device).expand(len(positions), size)
        if self._draws.move is not None:
            found = found - self._draws.move[positions, axis, None]
        inside = (found >= 0) & (found < size)
        if self._draws.mirror is not None:
            found = torch.where(self._draws.mirror[positions, axis, None], size - 1 - found, found)
        return found.clamp(0, size - 1), inside

    def _shade(self, images: Tensor, positions: Tensor) -> Tensor:
        black, white = self._black.to(images.dtype), self._white.to(images.dtype)
        if self._draws.contrast is not None:
            middle = (black + white) / 2
            images = (images - middle) * self._draws.contrast[positions, None, None, None].to(images.dtype) + middle
        if self._draws.lighten is not None:
            images = images + self._draws.lighten[positions, None, None, None].to(images.dtype) * (white - black)
        return torch.minimum(torch.maximum(images, black), white)

    def _blank(self, images: Tensor, rectangles: Tensor) -> Tensor:
        top, bottom, left, right = (edge[:, None] for edge in rectangles.unbind(1))
        rows, columns = torch.arange(self._height, device=images.device), torch.arange(self._width, device=images.device)
        inside_rows, inside_columns = (rows >= top) & (rows < bottom), (columns >= left) & (columns < right)
        inside = (inside_rows[:, :, None] & inside_columns[:, None, :])[:, None]
        return torch.where(inside, self._black.to(images.dtype), images)


def augment(images: Tensor, positions: Tensor, training: Training, epoch: int, brightness: Brightness = NOT_NORMALISED) -> Tensor:
    """Return some pictures as an epoch of training changes them.

    Shape:
        (B, C, H, W) to (B, C, H, W)

    Args:
        positions: int64 ``(B,)``: the pictures' numbers in the training part.
        epoch: From 1.
    """
    if not len(positions):
        return images
    augmentation = Augmentation(training, tuple(images.shape[1:]), int(positions.max()) + 1, brightness, images.device)
    augmentation.begin_epoch(epoch)
    return augmentation.change(images, positions)
