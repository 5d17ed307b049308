"""Do early, beside the first maps, what torch would do at the first Train: its optimisers load a compiler first, for seconds."""

from __future__ import annotations

import threading

import torch


def warm_up() -> threading.Thread:
    """Load what the first optimiser needs, in a thread of its own; a Train that comes earlier waits for it."""
    thread = threading.Thread(target=_make_an_optimiser, name="warm-up", daemon=True)
    thread.start()
    return thread


def _make_an_optimiser() -> None:
    # WORKAROUND: torch.optim imports torch._dynamo when the first optimiser is made (https://github.com/pytorch/pytorch/pull/162595)
    torch.optim.Adam([torch.zeros(1, requires_grad=True)])
