"""Class probabilities of picture files, by a weights file alone: it holds the network, the classes and how pictures are prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from designer.data.decode import PictureError, decode
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.engine.errors import EngineError
from designer.engine.network import Network, WeightSource
from designer.engine.run_setup import refuse_errors
from designer.engine.weights_reading import read_weights
from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block
from designer.network.errors import DesignerError
from designer.network.file_format import load
from designer.network.shapes import count, shape_text
from designer.network.weights import Weight
from designer.runs.reading import read_at_most

MOST_PICTURE_BYTES = 512 * 2**20
FULL_BRIGHTNESS = 255
"""Of a picture file, whatever the data set's was."""


@dataclass(frozen=True)
class Prediction:
    """What a network says of one picture.

    Args:
        probabilities: Of each class, in their order; they add up to 1.
    """

    probabilities: tuple[float, ...]

    @property
    def best(self) -> int:
        """The class that is most probable."""
        return max(range(len(self.probabilities)), key=self.probabilities.__getitem__)


class Predictor:
    """A trained network, ready for pictures.

    Args:
        path: A weights file that this program wrote.

    Raises:
        EngineError: The file is damaged, says nothing of its network, or its tensors do not fit it.

    Attributes:
        classes: Names of the classes; "output 12" where the network tells more apart than its data had.
    """

    def __init__(self, path: Path) -> None:
        found = read_weights(path)
        architecture, classes, self._preparation = _about(path, found.about)
        analysis = analyse(architecture, classes=len(classes))
        refuse_errors(analysis)
        outputs = count(analysis.reports[analysis.logits_id or ""].output_shape or ())
        self.classes = (*classes, *(f"output {number}" for number in range(len(classes), outputs)))
        self._network = Network(architecture, analysis, _source(path, found.tensors)).eval()
        report = analysis.reports[self._network.input_id]
        if report.output_shape != self._preparation.shape:
            shapes = shape_text(self._preparation.shape), shape_text(report.output_shape or ())
            raise EngineError(f"{path}: its pictures were prepared as {shapes[0]}, but its network takes {shapes[1]}; another file is needed")

    def predict(self, picture: Path) -> Prediction:
        """Return the class probabilities of a picture file.

        Raises:
            DataError: It cannot be read, or is no picture.
        """
        try:
            raw = decode(read_at_most(picture, MOST_PICTURE_BYTES))
        except FileNotFoundError:
            raise DataError(f"{picture}: there is no such file") from None
        except OSError as error:
            raise DataError(f"{picture}: it cannot be read: {error.strerror or error}") from error
        except PictureError as error:
            raise DataError(f"{picture}: {error}") from error
        prepared = torch.from_numpy(self._preparation.apply_one(raw, FULL_BRIGHTNESS))[None]
        with torch.no_grad():
            probabilities = functional.softmax(self._network(prepared)[0].double(), 0)
        return Prediction(tuple(probabilities.tolist()))


def _about(path: Path, about: Mapping[str, Any]) -> tuple[Architecture, tuple[str, ...], Preparation]:
    """Return network, classes and preparation, trusting nothing."""
    text, classes, preparation = (about.get(key) for key in ("architecture", "classes", "preparation"))
    if not isinstance(text, str) or not isinstance(classes, list) or preparation is None:
        raise EngineError(f"{path}: the file says nothing of its network, classes or pictures; weights that this program saved do")
    if not classes or not all(isinstance(name, str) for name in classes):
        raise EngineError(f"{path}: the names of its classes are damaged; another file is needed")
    try:
        return load(text), tuple(classes), Preparation.from_json(preparation)
    except DesignerError as error:
        raise EngineError(f"{path}: what it says of its network is damaged: {error}") from error


def _source(path: Path, tensors: Mapping[str, Tensor]) -> WeightSource:
    def tensor(block: Block, weight: Weight) -> Tensor:
        name = f"{block.id}.{weight.name}"
        found = tensors.get(name)
        if found is None:
            raise EngineError(f"{path}: there is no {name}, which its network needs")
        if tuple(found.shape) != weight.shape:
            raise EngineError(f"{path}: {name} is {shape_text(tuple(found.shape))}, but its network needs {shape_text(weight.shape)}")
        return found

    return tensor
