"""Saliency, integrated gradients and Grad-CAM: which pixels, and which places of a map, a class's logit depends on.

Gradients are asked for by `torch.autograd.grad`, with respect to pictures and maps alone: those of the parameters, which training is
about to use, stay as they are. The network computes as in evaluation: nothing is drawn and no running statistics move.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from designer.engine.errors import EngineError
from designer.engine.network import Network


@dataclass(frozen=True)
class Attribution:
    """What integrated gradients come to.

    Args:
        contributions: ``(C, H, W)``: how much each value of the picture adds to the logit.
        score: The class's logit for the picture.
        base_score: The same for the picture that was begun from.
    """

    contributions: Tensor
    score: float
    base_score: float


def probabilities(network: Network, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """Return logits and probabilities, without gradients.

    Shape:
        ``(N, C, H, W)`` to twice ``(N, classes)``
    """
    with network.evaluating():
        logits = network(pictures).float()
    return logits, torch.softmax(logits, 1)


def saliency(network: Network, picture: Tensor, target: int) -> Tensor:
    """Return how much the class's logit moves with each pixel: the absolute gradient, of the channels the largest.

    Shape:
        ``(1, C, H, W)`` to ``(H, W)``

    Source:
        Simonyan, Vedaldi, Zisserman 2014, arXiv:1312.6034, section 3.
    """
    return _gradients(network, picture, target)[0].abs().amax(0)


def integrated_gradients(network: Network, picture: Tensor, base: Tensor, target: int, steps: int, batch_size: int) -> Iterator[int | Attribution]:
    """Add up the gradients on the straight way from a base picture to the picture, by the midpoint rule.

    Shape:
        picture, base: ``(1, C, H, W)``

    Args:
        steps: Number of pictures on the way.
        batch_size: How many of them are computed at a time.

    Yields:
        After every batch how many pictures are done; at the end the `Attribution`.

    Source:
        Sundararajan, Taly, Yan 2017, arXiv:1703.01365.
    """
    total = torch.zeros_like(picture[0])
    shares = ((torch.arange(steps, dtype=torch.float64) + 0.5) / steps).to(picture.dtype).to(picture.device)
    for first in range(0, steps, batch_size):
        part = shares[first : first + batch_size].view(-1, 1, 1, 1)
        total = total + _gradients(network, base + part * (picture - base), target).sum(0)
        yield min(first + batch_size, steps)
    logits, _ = probabilities(network, torch.cat((picture, base)))
    yield Attribution(total / steps * (picture - base)[0], float(logits[0, target]), float(logits[1, target]))


def grad_cam(network: Network, picture: Tensor, target: int, block: str) -> Tensor:
    """Return the block's maps added up, each times the mean of its gradient; what is negative speaks for other classes and is left out.

    Shape:
        ``(1, C, H, W)`` to the height and width of the block's maps

    Raises:
        EngineError: The block has no maps, or is not on the way to the classes.

    Source:
        Selvaraju et al. 2017, arXiv:1610.02391, equations 1 and 2.
    """
    logits, maps = _logits(network, picture, block)
    if maps is None:
        raise EngineError(f"the class scores do not depend on {block}: Grad-CAM needs a block on the way to them")
    if maps.ndim != 4:
        raise EngineError(f"{block} has no maps but {maps.shape[1]:,} values: Grad-CAM needs a block whose output has rows and columns")
    (gradient,) = torch.autograd.grad(logits[0, target], [maps])
    weights = gradient.mean((2, 3), keepdim=True)
    return (weights * maps.detach()).sum(1)[0].clamp_min(0)


def _gradients(network: Network, pictures: Tensor, target: int) -> Tensor:
    """Return the gradient of each picture's logit: in evaluation no picture of a batch touches another's."""
    pictures = pictures.detach().clone().requires_grad_(True)
    logits, _ = _logits(network, pictures)
    (found,) = torch.autograd.grad(logits[:, target].sum(), [pictures])
    return found


def _logits(network: Network, pictures: Tensor, block: str | None = None) -> tuple[Tensor, Tensor | None]:
    """Return the logits with all that a gradient needs, and the values of a block on the way to them."""
    maps, value = None, pictures
    with network.evaluating(), torch.enable_grad():
        if not pictures.requires_grad:  # else a network of frozen blocks would keep nothing for the gradient
            pictures = pictures.detach().clone().requires_grad_(True)
        for name, value in network.walk(pictures):
            if name == block:
                maps = value
    return value.flatten(1), maps
