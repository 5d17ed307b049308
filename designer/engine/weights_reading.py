"""Read a weights file as bytes, trusting nothing: what comes back is plain float tensors and a little text, or one sentence.

Source:
    https://github.com/huggingface/safetensors, "Format": its own reader checks lengths, offsets and overlaps before a tensor is made.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors import deserialize as _deserialize
from torch import Tensor

from designer.engine.errors import EngineError
from designer.engine.weights_file import METADATA_KEY
from designer.runs.reading import read_at_most

__all__ = ["MOST_BYTES", "ReadWeights", "read_weights"]

MOST_BYTES = 4 * 1024**3
"""Of a weights file: a thousand million parameters, four bytes each."""

_FLOATS = {"F32": torch.float32, "F64": torch.float64, "F16": torch.float16, "BF16": torch.bfloat16}
_LENGTH_BYTES = 8
_take_apart: Callable[[bytes], list[tuple[str, Mapping[str, Any]]]] = _deserialize  # it ships without types


@dataclass(frozen=True)
class ReadWeights:
    """What a weights file holds.

    Args:
        tensors: By name (``conv1.weight``), float32 on the processor; tensors of other than floating-point numbers are left out.
        about: What the program wrote beside them (``architecture``, ``classes``, …); empty where another program made the file.
    """

    tensors: Mapping[str, Tensor]
    about: Mapping[str, Any]


def read_weights(path: Path) -> ReadWeights:
    """Read a safetensors file.

    Raises:
        EngineError: It cannot be read, is damaged, or holds a value that is not a number.
    """
    try:
        data = read_at_most(path, MOST_BYTES)
    except FileNotFoundError:
        raise EngineError(f"{path}: there is no such weights file") from None
    except OSError as error:
        raise EngineError(f"{path}: the weights cannot be read: {error.strerror or error}") from error
    try:
        found = _take_apart(data)
    except SafetensorError as error:
        raise EngineError(f"{path}: the weights file is damaged ({str(error)[:120]}); another one is needed") from error
    tensors = {name: _tensor(view) for name, view in found if view["dtype"] in _FLOATS}
    for name, tensor in tensors.items():
        if not bool(torch.isfinite(tensor).all()):
            bad = int((~torch.isfinite(tensor)).sum())
            raise EngineError(f"{path}: {bad:,} of the {tensor.numel():,} values of {name[:80]} are not finite; such weights cannot be used")
    return ReadWeights(tensors, _about(data))


def _tensor(view: Mapping[str, Any]) -> Tensor:
    kind, shape = _FLOATS[view["dtype"]], list(view["shape"])
    if not math.prod(shape):
        return torch.empty(shape)
    return torch.frombuffer(bytearray(view["data"]), dtype=kind).reshape(shape).to(torch.float32)


def _about(data: bytes) -> Mapping[str, Any]:
    """Return what stands in the header beside the tensors; the header itself was checked."""
    length = int.from_bytes(data[:_LENGTH_BYTES], "little")
    try:
        header = json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + length])
        about = json.loads(header["__metadata__"][METADATA_KEY])
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return about if isinstance(about, dict) else {}
