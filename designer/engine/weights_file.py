"""Weights as safetensors: `<id>.weight` and so on, and one metadata key that says what they belong to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

METADATA_KEY = "cnn-designer"
_DTYPES = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64", torch.uint8: "U8"}


def weights_bytes(tensors: Mapping[str, Tensor], about: Mapping[str, Any]) -> bytes:
    """Return the file's bytes.

    Args:
        tensors: By name, on any device.
        about: Architecture, class names, preparation of the pictures, run, versions: what `predict` needs.
    """
    metadata = {METADATA_KEY: json.dumps(about, ensure_ascii=False, allow_nan=False)}
    return bytes(save({name: _plain(tensor) for name, tensor in tensors.items()}, metadata))


def weights_sha256(tensors: Mapping[str, Tensor]) -> str:
    """Return SHA-256 over name, dtype, shape and bytes of every tensor in the order of the names; the file itself is not stable."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        tensor = _plain(tensors[name])
        digest.update(f"{name} {_DTYPES[tensor.dtype]} {json.dumps(list(tensor.shape))}\n".encode())
        digest.update(tensor.numpy().astype(tensor.numpy().dtype.newbyteorder("<"), copy=False).tobytes())
    return digest.hexdigest()


def _plain(tensor: Tensor) -> Tensor:
    return tensor.detach().cpu().contiguous()
