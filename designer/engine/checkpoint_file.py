"""The bytes of a checkpoint: written without a second copy and without torch, read back only where every byte is accounted for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import msgspec
import numpy as np
import torch
from torch import Tensor

from designer.engine.trainer_state import DTYPES, EPOCHS, HostTensor
from designer.runs.checkpoint_header import ITEM_BYTES, CheckpointFacts, CheckpointHeader, Entry, damaged, header_bytes
from designer.runs.errors import RunFolderError

_TYPES = {name: dtype for dtype, name in DTYPES.items()}


class NotFiniteError(RunFolderError):
    """Report a state with values that are no numbers: it is never written."""


def checkpoint_parts(facts: CheckpointFacts, tensors: Mapping[str, HostTensor]) -> list[bytes | memoryview]:
    """Return the file's bytes in the order they are written; numpy and hashlib let other threads work meanwhile.

    Raises:
        NotFiniteError: A weight, or a value of the optimiser, is not a number.
    """
    arrays = {name: np.ascontiguousarray(tensor.array) for name, tensor in tensors.items()}
    for name, tensor in tensors.items():
        _refuse_not_finite(name, tensor, arrays[name])
    entries: dict[str, Entry] = {}
    at = 0
    # the widest first, so that every tensor begins at a multiple of its items
    for name in sorted(tensors, key=lambda name: (-ITEM_BYTES[tensors[name].dtype], name)):
        entries[name] = Entry(tensors[name].dtype, tensors[name].shape, at, at + arrays[name].nbytes)
        at += arrays[name].nbytes
    text = msgspec.json.encode(facts).decode()
    data = {name: arrays[name].reshape(-1).view(np.uint8).data for name in entries}
    return [header_bytes(text, _digest(text, entries, data), entries), *data.values()]


def read_tensors(header: CheckpointHeader, expected: Mapping[str, tuple[str, tuple[int, ...] | None]]) -> dict[str, Tensor]:
    """Return the tensors, on the processor.

    Args:
        expected: Name, dtype and shape of each; no shape: any.

    Raises:
        RunFolderError: They are others than expected, or a byte is not what was written.
    """
    _refuse_others(header, expected)
    try:
        with header.path.open("rb") as file:
            file.seek(header.data_start)
            data = bytearray(file.read())
    except OSError as error:
        raise RunFolderError(f"{header.path}: the checkpoint cannot be read: {error.strerror or error}") from error
    view = memoryview(data)
    if len(data) != max((entry.end for entry in header.entries.values()), default=0):
        raise damaged(header.path, "it changed while it was read")
    pieces = {name: view[entry.start : entry.end] for name, entry in header.entries.items()}
    if _digest(header.facts_text, header.entries, pieces) != header.digest:
        raise damaged(header.path, "its checksum is wrong")
    return {name: _tensor(entry, data) for name, entry in header.entries.items()}


def _tensor(entry: Entry, data: bytearray) -> Tensor:
    if entry.start == entry.end:
        return torch.empty(entry.shape, dtype=_TYPES[entry.dtype])
    count = (entry.end - entry.start) // ITEM_BYTES[entry.dtype]
    return torch.frombuffer(data, dtype=_TYPES[entry.dtype], count=count, offset=entry.start).reshape(entry.shape)


def _digest(text: str, entries: Mapping[str, Entry], data: Mapping[str, memoryview]) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(entries):
        digest.update(f"\n{name} {entries[name].dtype} {json.dumps(list(entries[name].shape))}\n".encode())
        digest.update(data[name])
    return digest.hexdigest()


def _refuse_not_finite(name: str, tensor: HostTensor, array: np.typing.NDArray[np.generic]) -> None:
    # a validation loss may be infinite where every weight is sound
    if name != EPOCHS and tensor.dtype in ("F16", "F32", "F64") and not np.isfinite(array).all():
        raise NotFiniteError(f"{name} has values that are not numbers; the checkpoint before is kept")


def _refuse_others(header: CheckpointHeader, expected: Mapping[str, tuple[str, tuple[int, ...] | None]]) -> None:
    path = header.path
    if missing := sorted(set(expected) - set(header.entries)):
        raise damaged(path, f"'{missing[0][:60]}' is missing in it")
    if more := sorted(set(header.entries) - set(expected)):
        raise damaged(path, f"'{more[0][:60]}' does not belong into it")
    for name, (dtype, shape) in expected.items():
        entry = header.entries[name]
        if entry.start % ITEM_BYTES[dtype]:
            raise damaged(path, f"'{name[:60]}' begins at byte {entry.start:,}, in the middle of a number")
        if entry.dtype != dtype or (shape is not None and entry.shape != shape):
            found, wanted = f"{entry.dtype} {list(entry.shape)}", f"{dtype} {list(shape or ())}"
            raise damaged(path, f"'{name[:60]}' is {found}, the network needs {wanted}")
