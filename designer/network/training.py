"""Training settings: part of the document, flat, all optional."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from designer.network.errors import EditError, FieldError
from designer.network.fields import ChoiceField, NumberField, TextField, WholeField, declare, fields_of


@dataclass(frozen=True)
class Training:
    """How the network is trained.

    Args:
        written: Names of the settings that the document states; the others have their defaults.
        unknown: Settings of a newer version with their values as JSON text, kept to the letter and not used.
    """

    dataset: str = declare("digits", TextField(label="Data set", doc="Name of a data set, or a path relative to the document."))
    optimizer: str = declare(
        "adam", ChoiceField(label="Optimiser", doc="How gradients become steps: SGD with momentum, or Adam.", choices=("sgd", "adam"))
    )
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
