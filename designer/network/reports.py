"""Reports: what is known of one block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from designer.network.architecture import Block
from designer.network.blocks.base import Formula
from designer.network.kept import BYTES_PER_VALUE, Kept, bytes_of
from designer.network.problems import Problem
from designer.network.receptive_field import ReceptiveField
from designer.network.shapes import Shape
from designer.network.windows import Window


class State(Enum):
    """How a block stands."""

    OK = "ok"
    BROKEN = "broken"
    WAITING = "waiting"
    LOOSE = "loose"


class LinearRun(NamedTuple):
    """Weighted sums with nothing non-linear since.

    Args:
        first: The convolution or dense block that began it.
        bend_after: Where an activation belongs: ``first``, or the batch norm that follows it.
    """

    first: Block
    bend_after: Block


@dataclass(frozen=True)
class BlockReport:
    """What is known of one block.

    Args:
        input_shapes: Of its inputs in order; empty where they are not known.
        output_shape: ``None`` where it cannot be known.
        in_network: On a path from the input to the end.
        signed: Whether its values may be negative.
        windows: For each input which of its rows and columns every value sees.
        linear_run: The last convolution or dense block on the only way to here, where nothing non-linear followed it.
    """

    block: Block
    state: State
    in_network: bool
    input_shapes: tuple[Shape, ...] = ()
    output_shape: Shape | None = None
    parameters: int = 0
    macs: int = 0
    receptive_field: ReceptiveField | None = None
    signed: bool = False
    linear_run: LinearRun | None = None
    problems: tuple[Problem, ...] = ()
    windows: tuple[tuple[Window, Window], ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def waiting(cls, block: Block) -> BlockReport:
        """Return the report of a block whose inputs are not known."""
        # an error may do this to every block behind it; setting a frozen dataclass field by field takes five times as long
        made = object.__new__(cls)
        made.__dict__.update(_OF_WAITING, block=block)
        return made

    @property
    def id(self) -> str:
        """The block's id."""
        return self.block.id

    @property
    def trainable_parameters(self) -> int:
        """Parameters that training changes."""
        return 0 if self.block.frozen else self.parameters

    @property
    def frozen_parameters(self) -> int:
        """Parameters that training leaves alone."""
        return self.parameters if self.block.frozen else 0

    @property
    def weight_bytes(self) -> int:
        """Memory of the parameters."""
        return self.parameters * BYTES_PER_VALUE

    def seeing(self, receptive_field: ReceptiveField) -> BlockReport:
        """Return the report with another receptive field, and all that was worked out of the shapes."""
        # an edit may do this to every block behind it; `dataclasses.replace` takes ten times as long
        copy = object.__new__(BlockReport)
        copy.__dict__.update(self.__dict__)
        copy.__dict__["receptive_field"] = receptive_field
        return copy

    @property
    def output_bytes(self) -> int:
        """Memory of the output for one picture."""
        return bytes_of(self.output_shape) if self.output_shape else 0

    @cached_property
    def dense_parameters(self) -> int | None:
        """Parameters of a dense layer with the same inputs and outputs; only for convolutions."""
        return self.block.spec.dense_parameters(self.input_shapes, self.output_shape) if self.output_shape else None

    @cached_property
    def kept(self) -> Kept:
        """What the backward pass needs of it."""
        return self.block.spec.kept(self.input_shapes, self.output_shape) if self.output_shape else Kept()

    @cached_property
    def training_bytes(self) -> int:
        """Memory that the forward pass of training adds for one picture: its output, masks, indices and padded copies."""
        return (0 if self.kept.is_view else self.output_bytes) + self.kept.extra_bytes

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The lines of *Why these numbers*; empty where the shape is not known."""
        return self.block.spec.formulas(self.input_shapes, self.output_shape) if self.output_shape else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks such as "flattens 16×5×5"."""
        return self.block.spec.notes(self.input_shapes) if self.output_shape else ()


_OF_WAITING = {each.name: each.default for each in fields(BlockReport)} | {"state": State.WAITING, "in_network": True}


@dataclass(frozen=True)
class Share:
    """A block's part of the whole network, each from 0 to 1."""

    parameters: float
    macs: float
    output_bytes: float


class Totals(NamedTuple):
    """Sums over the blocks that are in the network."""

    parameters: int = 0
    trainable_parameters: int = 0
    macs: int = 0
    activation_bytes: int = 0

    def after(self, renewed: Iterable[tuple[BlockReport | None, BlockReport]]) -> Totals:
        """Return the sums when reports (``None``: none yet) have given way to others."""
        parameters, trainable, macs, activation_bytes = self
        for old, new in renewed:  # one pass: there may be 10,000 blocks, and this follows every edit
            if old is not None and old.in_network:
                parameters -= old.parameters
                trainable -= 0 if old.block.frozen else old.parameters
                macs -= old.macs
                activation_bytes -= old.output_bytes
            if new.in_network:
                parameters += new.parameters
                trainable += 0 if new.block.frozen else new.parameters
                macs += new.macs
                activation_bytes += new.output_bytes
        return Totals(parameters, trainable, macs, activation_bytes)
