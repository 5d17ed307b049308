"""Training settings: part of the document, flat, all optional."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from designer.network.errors import EditError, FieldError
from designer.network.fields import ChoiceField, FlagField, NumberField, TextField, WholeField, declare, fields_of


@dataclass(frozen=True)
class Training:
    """How the network is trained.

    Args:
        written: Names of the settings that the document states; the others have their defaults.
        unknown: Settings of a newer version with their values as JSON text, kept to the letter and not used.
    """

    dataset: str = declare("digits", TextField(label="Data set", doc="Name of a data set, or a path relative to the document."))
    optimizer: str = declare(
        "adam",
        ChoiceField(
            label="Optimiser", doc="How gradients become steps: plain with momentum, or scaled for each weight by its past gradients.",
            choices=("sgd", "adam", "adamw", "rmsprop"),
        ),
    )  # fmt: skip
    learning_rate: float = declare(
        0.002, NumberField(label="Learning rate", doc="Length of a step along the gradient.", least=0.0, most=math.inf, open_least=True)
    )
    momentum: float = declare(0.9, NumberField(label="Momentum", doc="Share of the last step that SGD keeps.", least=0.0, most=1.0, open_most=True))
    weight_decay: float = declare(0.0, NumberField(label="Weight decay", doc="Pulls weights towards zero in every step.", least=0.0, most=math.inf))
    batch_size: int = declare(32, WholeField(label="Batch size", doc="Pictures per step.", unit="pictures", least=1, most=65_536))
    epochs: int = declare(20, WholeField(label="Epochs", doc="Passes over the training pictures.", least=1, most=1_000_000))
    seed: int = declare(
        0, WholeField(label="Seed", doc="Decides random weights, order and dropout: the same seed gives the same run.", least=0, most=2**63 - 1)
    )
    nesterov: bool = declare(False, FlagField(label="Nesterov", doc="SGD looks one momentum step ahead before it takes the gradient."))
    schedule: str = declare(
        "constant",
        ChoiceField(
            label="Schedule", doc="How the learning rate changes over the run: not at all, in drops, down a cosine, or up and down once.",
            choices=("constant", "step", "cosine", "one-cycle"),
        ),
    )  # fmt: skip
    warm_up: float = declare(
        0.0,
        NumberField(label="Warm-up", doc="The learning rate grows from near zero over the first epochs.", unit="epochs", least=0.0, most=1_000_000.0),
    )
    drop_every: int = declare(
        10, WholeField(label="Drop every", doc="Epochs between two drops of the step schedule.", unit="epochs", least=1, most=1_000_000)
    )
    drop_to: float = declare(
        0.1,
        NumberField(label="Drop to", doc="What a drop of the step schedule multiplies the learning rate by.", least=0.0, most=1.0, open_least=True),
    )
    label_smoothing: float = declare(
        0.0, NumberField(label="Label smoothing", doc="Share of the target that is spread over all classes.", least=0.0, most=1.0, open_most=True)
    )
    clip_norm: float = declare(
        0.0, NumberField(label="Clip gradients at", doc="A longer gradient is shortened to this length; 0 leaves it.", least=0.0, most=math.inf)
    )
    patience: int = declare(
        0,
        WholeField(
            label="Early stopping",
            doc="Stop after so many epochs without a better validation; 0 never stops early.",
            unit="epochs",
            least=0,
            most=1_000_000,
        ),
    )
    class_weights: str = declare(
        "none",
        ChoiceField(label="Class weights", doc="Balanced: rare classes count as much in the loss as frequent ones.", choices=("none", "balanced")),
    )
    precision: str = declare(
        "float32",
        ChoiceField(
            label="Precision", doc="Mixed precision computes in 16 bits where that is safe: faster where the device has it.",
            choices=("float32", "bfloat16", "float16"),
        ),
    )  # fmt: skip
    deterministic: bool = declare(
        False, FlagField(label="Deterministic", doc="Use only operations that give the same bits every time, even where that is slower.")
    )
    normalize: str = declare(
        "none",
        ChoiceField(
            label="Normalise", doc="Standard: each channel of the training pictures gets mean 0 and deviation 1.", choices=("none", "standard")
        ),
    )  # fmt: skip
    shift: float = declare(
        0.0, NumberField(label="Shift", doc="Training pictures are moved at random by up to this share of their size.", least=0.0, most=1.0)
    )
    rotation: float = declare(
        0.0, NumberField(label="Rotation", doc="Training pictures are turned at random by up to this angle.", unit="degrees", least=0.0, most=180.0)
    )
    flip: str = declare(
        "none",
        ChoiceField(label="Flip", doc="Training pictures are mirrored at random.", choices=("none", "horizontal", "vertical", "both")),
    )
    crop: int = declare(
        0,
        WholeField(
            label="Crop", doc="Training pictures get a rim of zeros this wide and are cut back at a random place.", unit="pixels", least=0, most=1_024
        ),
    )
    brightness: float = declare(
        0.0,
        NumberField(
            label="Brightness", doc="Training pictures become lighter or darker by up to this share of full brightness.", least=0.0, most=1.0
        ),
    )
    contrast: float = declare(
        0.0, NumberField(label="Contrast", doc="The contrast of training pictures changes by up to this share.", least=0.0, most=1.0)
    )
    erase: float = declare(0.0, NumberField(label="Erase", doc="Probability that a rectangle of a training picture is blanked.", least=0.0, most=1.0))
    written: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()

    def change(self, name: str, value: object) -> Training:
        """Return the settings with one of them set.

        Raises:
            EditError: There is no such setting, or the value is outside its limits.
        """
        declared = fields_of(Training)
        if name not in declared:
            raise EditError(f"there is no training setting '{name}'")
        try:
            parsed = declared[name].parse(value)
        except FieldError as error:
            raise EditError(f"{declared[name].label}: {error}") from error
        written = tuple(key for key in declared if key in self.written or key == name)
        changes: dict[str, Any] = {name: parsed, "written": written}
        return dataclasses.replace(self, **changes)
