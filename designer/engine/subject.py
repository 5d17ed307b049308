"""The network that frames are made of."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from designer.engine.network import Network


@dataclass(frozen=True)
class Subject:
    """The network that frames are made of, and what a frame says about it.

    Args:
        run: Number of the run; 0: none.
        step: Of the run.
        trained: Whether any of its weights was trained.
        untrained: The blocks that own weights as they started.
        edited: The blocks of which a person changed weights by hand.
        past: Folder of the run whose past this is; empty: it is the present.
    """

    network: Network
    device: torch.device
    revision: int
    run: int = 0
    step: int = 0
    trained: bool = False
    untrained: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    past: str = ""
