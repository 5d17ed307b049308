"""What the leader tells the other ranks before each piece of work, over torch.distributed.

An instruction is one tensor of fixed size, so that telling "the next step" costs a tenth of a millisecond; what is longer follows as bytes.
Waiting for one has no time limit worth the name: a pause may last for days. A leader that is gone is noticed by the life-line.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

import msgspec
import torch
import torch.distributed as dist
from torch import Tensor

PATIENCE = timedelta(days=365)
_HEADER_NUMBERS = 5


class Word(IntEnum):
    """What is to be done next."""

    PREPARE = 1
    """Build network and data of a run; the bytes are an `Order`."""
    STATE = 2
    """Take the optimiser's state of the leader; the bytes say what comes."""
    STEP = 3
    """Make a step."""
    AGAIN = 4
    """Compute the loss of the last step's batch once more."""
    END_RUN = 5
    """The run is over; wait for the next."""
    CLOSE = 6
    """End the process."""


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The run to prepare.

    Args:
        architecture: The document as a `.cnn` text, settings included.
        data_root: Folder with downloaded data sets, or none.
        device: Kind of device: ``cpu`` or ``cuda``.
        threads: Of the processor, for one rank.
        labels: Digest of the training labels: every rank must have the same data.
    """

    architecture: str
    data_root: str | None
    device: str
    threads: int
    labels: str


@dataclass(frozen=True)
class Instruction:
    """One instruction.

    Args:
        epoch: Of the step, from 1; ``index``: the batch's number in it, from 0.
        learning_rate: Of the step.
        text: Bytes that belong to it.
    """

    word: Word
    epoch: int = 0
    index: int = 0
    learning_rate: float = 0.0
    text: bytes = b""


class Channel:
    """The ranks' common line; every rank makes one, at the same time, once the process group is there."""

    def __init__(self) -> None:
        self.rank = dist.get_rank()
        self.ranks = dist.get_world_size()
        # on the processor whatever computes: waiting must not occupy a device, and NCCL would give up during a pause
        self._group = dist.new_group(backend="gloo", timeout=PATIENCE)

    def tell(self, instruction: Instruction) -> None:
        """Give an instruction to all other ranks; only the leader does."""
        numbers = [instruction.word, instruction.epoch, instruction.index, instruction.learning_rate, len(instruction.text)]
        dist.broadcast(torch.tensor(numbers, dtype=torch.float64), 0, group=self._group)
        if instruction.text:
            dist.broadcast(_tensor(instruction.text), 0, group=self._group)

    def hear(self) -> Instruction:
        """Wait for the leader's next instruction."""
        numbers = torch.zeros(_HEADER_NUMBERS, dtype=torch.float64)
        dist.broadcast(numbers, 0, group=self._group)
        word, epoch, index, rate, length = numbers.tolist()
        text = torch.empty(int(length), dtype=torch.uint8)
        if length:
            dist.broadcast(text, 0, group=self._group)
        return Instruction(Word(int(word)), int(epoch), int(index), rate, text.numpy().tobytes())

    def agree(self, problem: str = "") -> tuple[int, str] | None:
        """Tell every rank whether all are well.

        Args:
            problem: Why this rank is not; empty: it is.

        Returns:
            The first rank that is not, and why; none: all are.
        """
        text = problem.encode()
        lengths = [torch.zeros(1, dtype=torch.int64) for _ in range(self.ranks)]
        dist.all_gather(lengths, torch.tensor([len(text)]), group=self._group)
        unwell = next((rank for rank, length in enumerate(lengths) if length.item()), None)
        if unwell is None:
            return None
        told = _tensor(text) if unwell == self.rank else torch.empty(int(lengths[unwell].item()), dtype=torch.uint8)
        dist.broadcast(told, unwell, group=self._group)
        return unwell, told.numpy().tobytes().decode()

    def spread(self, tensor: Tensor) -> None:
        """Give every rank the leader's values of a tensor, in place."""
        held = tensor.detach().cpu().contiguous()
        dist.broadcast(held, 0, group=self._group)
        if self.rank:
            with torch.no_grad():
                tensor.copy_(held)


def labels_digest(labels: Tensor) -> str:
    """Return what tells data sets apart by their labels and the order of these."""
    return hashlib.sha256(labels.cpu().numpy().tobytes()).hexdigest()


def _tensor(data: bytes) -> Tensor:
    return torch.frombuffer(bytearray(data), dtype=torch.uint8)
