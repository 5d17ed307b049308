"""Pictures as the network takes them, for the window, and copies of a network that neither training nor another moment of the past changes."""

from __future__ import annotations

import torch
from torch import Tensor

from designer.data.preparation import Preparation
from designer.engine.augmentation import brightness_of
from designer.engine.inspection import seen_prepared
from designer.engine.looking import Subject
from designer.engine.network import Network
from designer.engine.wiring import placed
from designer.network.architecture import Block
from designer.network.weights import Weight
from designer.protocol.events import SeenPicture


def steady_network(subject: Subject) -> Network:
    """Return a network that stays as it is between two pieces of work: a copy of what is trained, or of what another moment would overwrite."""
    if not subject.run and not subject.past:
        return subject.network
    state = subject.network.state()

    def weights(block: Block, weight: Weight) -> Tensor:
        return state[f"{block.id}.{weight.name}"].clone()

    analysis = subject.network.analysis
    return placed(Network(analysis.architecture, analysis, weights), subject.device).eval()


def black_picture(picture: Tensor, preparation: Preparation) -> Tensor:
    """Return a picture of what black became when pictures were prepared, as large as this one.

    Shape:
        ``(1, C, H, W)``
    """
    black = torch.tensor(brightness_of(preparation).black, dtype=picture.dtype, device=picture.device)
    return black.view(1, -1, 1, 1).expand_as(picture)


def as_taken(picture: Tensor, preparation: Preparation, side_px: int) -> SeenPicture:
    """Return a picture that the network takes as one sees it: from black to white.

    Shape:
        picture: ``(C, H, W)``
    """
    values = picture.detach().float().cpu()
    if preparation.normalize == "standard":
        values = values * torch.tensor(preparation.std).view(-1, 1, 1) + torch.tensor(preparation.mean).view(-1, 1, 1)
    return seen_prepared(values.numpy(), side_px)
