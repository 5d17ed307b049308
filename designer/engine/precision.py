"""How a step computes: in 32 or in 16 bits, and whether only with operations that give the same bits every time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import torch

from designer.engine.errors import EngineError
from designer.network.training import Training

SMALLEST_SCALE = 2.0**-20
"""A loss scaled below this gives a gradient that is infinite at any scale."""


class Precision:
    """The precision of training steps; evaluation, maps and what is saved are float32 always.

    Attributes:
        scaler: With float16 on a card: keeps small gradients from becoming zero; else none.

    Raises:
        EngineError: The device does not compute in this precision.

    Source:
        Micikevicius et al. 2017, Mixed Precision Training, arXiv:1710.03740.
    """

    def __init__(self, training: Training, device: torch.device) -> None:
        self._device = device.type
        self._type = _type_on(training.precision, device)
        self.scaler = torch.amp.GradScaler(device.type) if self._type is torch.float16 else None

    @property
    def is_mixed(self) -> bool:
        """Whether some of a step is computed in 16 bits."""
        return self._type is not None

    def computing(self) -> AbstractContextManager[object]:
        """Compute the forward pass in this precision."""
        return nullcontext() if self._type is None else torch.autocast(self._device, dtype=self._type)


@contextmanager
def full_float32(device: torch.device) -> Iterator[None]:
    """Compute convolutions with all 24 bits of float32: cards of Nvidia's use 11 of them unless told, and sums of maps would not add up."""
    before = torch.backends.cudnn.allow_tf32
    if device.type != "cuda" or not before:
        yield
        return
    torch.backends.cudnn.allow_tf32 = False
    try:
        yield
    finally:
        torch.backends.cudnn.allow_tf32 = before


def _type_on(precision: str, device: torch.device) -> torch.dtype | None:
    if precision == "float32":
        return None
    if precision == "bfloat16" and (device.type == "cpu" or (device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False))):
        return torch.bfloat16
    if precision == "float16" and device.type == "cuda":
        return torch.float16
    others = {"cpu": "bfloat16 or float32", "cuda": "float16 or float32"}.get(device.type, "float32")
    raise EngineError(f"{device} cannot train in {precision}; set the precision to {others}")


@contextmanager
def deterministic(wanted: bool) -> Iterator[None]:
    """Use only operations that give the same bits every time, and go back to what was before.

    An operation that has no such variant raises a `RuntimeError` that says so.
    """
    if not wanted:
        yield
        return
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS reads it when it is first used, and refuses without
    cudnn = torch.backends.cudnn
    filling: Any = torch.utils.deterministic  # its one setting is a property that is put on the module at run time
    before = torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()
    cudnn_before, fill_before = (cudnn.deterministic, cudnn.benchmark), filling.fill_uninitialized_memory
    torch.use_deterministic_algorithms(True)
    cudnn.deterministic, cudnn.benchmark = True, False
    filling.fill_uninitialized_memory = False  # every operation here writes all of its result
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before[0], warn_only=before[1])
        cudnn.deterministic, cudnn.benchmark = cudnn_before
        filling.fill_uninitialized_memory = fill_before
