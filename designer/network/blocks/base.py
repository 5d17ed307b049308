"""What a block type says about itself: one frozen dataclass per type, one file each.

A subclass is the whole truth about its type. Palette, inspector, file entry, tooltips, analysis, code export, the worker's
layers and the contract tests derive from it. An instance holds the values of the fields and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from designer.network.advice import Advice
from designer.network.errors import ShapeError
from designer.network.fields import fields_of
from designer.network.kept import Kept
from designer.network.remedies import InsertBefore, RemoveBlock
from designer.network.shapes import Shape, count, is_image, shape_text
from designer.network.torch_calls import TorchCall
from designer.network.weights import Weight
from designer.network.windows import IDENTITY, Window

_MOST_SHORT = 5
"""Letters that fit under an icon of the narrow palette."""


class Group(Enum):
    """Palette groups in the order in which they are shown; icon and colour belong to the group."""

    INPUT = "input"
    CONVOLUTION = "convolution"
    POOLING = "pooling"
    ACTIVATION = "activation"
    NORMALISE = "normalise"
    DENSE = "dense"
    MERGE = "merge"
    OUTPUT = "output"


class Takes(Enum):
    """Which inputs a type takes."""

    IMAGE = "image"
    BOTH = "both"


@dataclass(frozen=True)
class Formula:
    """One line of *Why these numbers*: what, the formula with the values put in, and its result."""

    label: str
    expression: str
    result: str


@dataclass(frozen=True)
class PaletteEntry:
    """One entry of the palette: what a drag from it makes.

    Args:
        short: Instead of the type's `SHORT`; ``synonyms`` and ``use`` likewise.
    """

    key: str
    label: str
    spec: BlockSpec
    frozen: bool = False
    short: str = ""
    synonyms: tuple[str, ...] = ()
    use: str = ""

    @property
    def short_label(self) -> str:
        """At most five letters, for where there is only room for an icon."""
        return self.short or self.spec.SHORT or shortened(self.label)

    @property
    def other_names(self) -> tuple[str, ...]:
        """What else a person may call it."""
        return self.synonyms or self.spec.SYNONYMS

    @property
    def typical_use(self) -> str:
        """Where it is used, in one sentence; may be empty."""
        return self.use or self.spec.USE


@dataclass(frozen=True)
class BlockSpec:
    """A block type with the values of its fields.

    Class attributes:
        TYPE: Name in files (``conv2d``).
        LABEL: The field's standard term ("Convolution").
        PALETTE_LABEL: Short name on the palette; empty: the same.
        SHORT: At most five letters for the narrow palette; empty: made from the label.
        SYNONYMS: What else people call it; searches find it by them.
        USE: Where it is typically used, one sentence for its tooltip.
        COMMON: Shown in the palette before *more* is asked for.
        STEM: What new ids begin with ("conv" → conv1); NUMBERED: whether the first has a number.
        GROUP: Palette group; RANK: place within it, small first.
        TAKES: Images only, or images and vectors.
        WIDTH: The field that says how many channels or values come out; empty: none does.
        FEWEST_INPUTS, MOST_INPUTS: How many wires may enter (``None``: any number).
    """

    TYPE: ClassVar[str] = ""
    LABEL: ClassVar[str] = ""
    PALETTE_LABEL: ClassVar[str] = ""
    SHORT: ClassVar[str] = ""
    SYNONYMS: ClassVar[tuple[str, ...]] = ()
    USE: ClassVar[str] = ""
    COMMON: ClassVar[bool] = True
    STEM: ClassVar[str] = ""
    NUMBERED: ClassVar[bool] = True
    GROUP: ClassVar[Group] = Group.INPUT
    RANK: ClassVar[int] = 50
    TAKES: ClassVar[Takes] = Takes.BOTH
    WIDTH: ClassVar[str] = ""
    FEWEST_INPUTS: ClassVar[int] = 1
    MOST_INPUTS: ClassVar[int | None] = 1

    @classmethod
    def palette(cls) -> tuple[PaletteEntry, ...]:
        """Return what the palette offers of this type."""
        return (PaletteEntry(cls.TYPE, cls.PALETTE_LABEL or cls.LABEL, cls()),)

    @property
    def type_name(self) -> str:
        """The type's name in files."""
        return self.TYPE

    def settings_line(self) -> str:
        """Return the one line of settings under the block's name ("6 filters 5×5 · SAME")."""
        return self.LABEL

    def check_inputs(self, inputs: tuple[Shape, ...]) -> None:
        """Refuse inputs that the type never takes.

        Raises:
            ShapeError: A vector enters a block that takes images.
        """
        if self.TAKES is Takes.IMAGE:
            for shape in inputs:
                if not is_image(shape):
                    text = f"takes an image (channels × height × width), but gets a vector of {shape_text(shape)} values"
                    raise ShapeError("needs-image", text, (RemoveBlock("Remove this block"),))

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        """Return the output's shape; the inputs passed `check_inputs` and have the right number.

        Raises:
            ShapeError: The values do not fit together, with the numbers and what would work.
        """
        return inputs[0]

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Return the block's tensors: learnable parameters first, then running statistics."""
        return ()

    @classmethod
    def has_weights(cls) -> bool:
        """Tell whether blocks of this type own weights, and so may be frozen."""
        return cls.weights is not BlockSpec.weights

    def parameters(self, inputs: tuple[Shape, ...]) -> int:
        """Return the number of learnable scalars."""
        return sum(count(weight.shape) for weight in self.weights(inputs) if weight.learnable)

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        """Return the multiplications of convolutions and dense layers for one picture, bias not counted."""
        return 0

    def dense_parameters(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        """Return the parameters of a dense layer with the same inputs and outputs; ``None`` where the question makes no sense."""
        return None

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        """Return what training keeps of the block for the backward pass; by default its inputs."""
        return Kept(inputs=True)

    def is_linear(self) -> bool:
        """Tell whether each output value is a weighted sum of input values: two such blocks in a row can do no more than one."""
        return True

    def advice(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Advice, ...]:
        """Return what is allowed but worth knowing; the values passed `output_shape`."""
        return ()

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        """Return, for rows and columns, which positions of input ``index`` each output position sees."""
        return IDENTITY, IDENTITY

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        """Tell whether output values may be negative: decides the colour scale. By default as the input."""
        return any(inputs_signed)

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        """Return the lines that explain shape, parameters and MACs, with the values put in."""
        return (Formula("shape", "as its input", shape_text(output)),)

    def notes(self, inputs: tuple[Shape, ...]) -> tuple[str, ...]:
        """Return remarks a person should see ("flattens 16×5×5")."""
        return ()

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        """Return the torch layers and functions, in order: the first gets all inputs, each next one the result before."""
        raise NotImplementedError

    def describe(self) -> str:
        """Return the type's one-line documentation."""
        return (type(self).__doc__ or "").strip().splitlines()[0]


def shortened(label: str) -> str:
    """Return at most five letters for a label: all of it, its first four, or the beginnings of its words.

    >>> [shortened(label) for label in ("ReLU6", "Dropout", "Hard swish", "Local response norm")]
    ['ReLU6', 'Drop', 'HaSw', 'LRN']
    """
    if len(label) <= _MOST_SHORT:
        return label
    words = label.replace("-", " ").split()
    each = max(1, (_MOST_SHORT - 1) // len(words))
    return "".join(word[:each] if len(words) == 1 else word[:1].upper() + word[1:each] for word in words)[: _MOST_SHORT - 1]


def flatten_before(label: str = "Insert Flatten") -> InsertBefore:
    """Return the remedy that puts a Flatten in front of the block."""
    return InsertBefore(label, "flatten")


def spec_values(spec: BlockSpec) -> dict[str, Any]:
    """Return the field values by name."""
    return {name: getattr(spec, name) for name in fields_of(type(spec))}
