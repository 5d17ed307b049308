"""What stands at the beginning of a checkpoint: everything about a half-done run except its tensors. Read without torch.

The file is plain safetensors: eight bytes of length, a JSON header, the tensors' bytes one after the other. Its metadata has three keys,
`FACTS_KEY` with the facts as JSON, `FACTS_DIGEST_KEY` with their SHA-256 and `DIGEST_KEY` with that of facts and tensors, so that a
flipped bit anywhere is noticed, in the facts before anything is made of them.

Source:
    https://github.com/huggingface/safetensors, "Format".
"""

from __future__ import annotations

import hashlib
import json
import math
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec

from designer.runs.errors import RunFolderError

CHECKPOINT = "checkpoint.safetensors"
FACTS_KEY, FACTS_DIGEST_KEY, DIGEST_KEY = "cnn-designer", "facts_sha256", "sha256"
FORMAT, VERSION = "cnn-designer-checkpoint", 1
ITEM_BYTES = {"F64": 8, "I64": 8, "F32": 4, "F16": 2, "BF16": 2, "U8": 1}

_LENGTH_BYTES = 8
_LONGEST_HEADER_BYTES = 32 * 1024 * 1024
_METADATA = "__metadata__"

Count = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class _Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Refuses what it does not know: a checkpoint of a newer program is not half understood."""


class Conditions(_Facts, frozen=True):
    """What a run must find again to go on bit for bit.

    Args:
        processes: That train together.
    """

    device: str
    threads: Annotated[int, msgspec.Meta(ge=1, le=4096)]
    torch: str
    cpu_capability: str
    memory_format: str
    processes: Annotated[int, msgspec.Meta(ge=1, le=65_536)] = 1


class Position(_Facts, frozen=True):
    """Where the run is.

    Args:
        epoch: The running epoch, from 1; 0 before the first.
        steps_in_epoch: Steps of it that are done.
        loss_sum: Of these steps, over their pictures; ``right`` and ``pictures`` likewise.
    """

    step: Count
    epoch: Count
    steps_in_epoch: Count
    loss_sum: float
    right: float
    pictures: Count


class CheckpointFacts(_Facts, frozen=True):
    """Everything but tensors.

    Args:
        architecture: The document as a `.cnn` text, settings included.
        started: When the run began, ISO text.
        seconds: The run has taken so far.
        kept: Ids of the blocks that began with trained weights.
        fingerprint: Of the data set.
        base_rate: The learning rate that the schedule multiplies.
        scaler: State of the gradient scaler of float16; none: there is no scaler.
        epochs: Finished; their results are a tensor.
        with_state: Names of the parameters that the optimiser keeps something for.
        best_epoch: Whose weights are the best so far; none: no epoch is finished.
        metrics_bytes: Length of ``metrics.jsonl`` at this moment.
    """

    format: str
    version: int
    program: str
    architecture: str
    started: str
    seconds: float
    kept: tuple[str, ...]
    dataset: str
    data_root: str | None
    fingerprint: str
    conditions: Conditions
    position: Position
    steps_per_epoch: Annotated[int, msgspec.Meta(ge=1, le=2**62)]
    base_rate: float
    scaler: dict[str, float] | None
    with_state: tuple[str, ...]
    epochs: Count
    best_epoch: int | None
    metrics_bytes: Count


@dataclass(frozen=True)
class Entry:
    """One tensor: dtype as safetensors names it, shape, and its bytes counted from the end of the header."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class CheckpointHeader:
    """A checkpoint without its tensors.

    Args:
        facts_text: The facts as they stand in the file: part of what the digest covers.
        data_start: Where the tensors' bytes begin in the file.
    """

    path: Path
    facts: CheckpointFacts
    facts_text: str
    digest: str
    entries: Mapping[str, Entry]
    data_start: int


def header_bytes(facts_text: str, digest: str, entries: Mapping[str, Entry]) -> bytes:
    """Return the beginning of a checkpoint: the length and the JSON header, padded to whole eights."""
    header: dict[str, Any] = {_METADATA: {FACTS_KEY: facts_text, FACTS_DIGEST_KEY: _sha256(facts_text), DIGEST_KEY: digest}}
    header |= {name: {"dtype": entry.dtype, "shape": entry.shape, "data_offsets": (entry.start, entry.end)} for name, entry in entries.items()}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(_LENGTH_BYTES, "little") + text


def read_header(path: Path) -> CheckpointHeader:
    """Read and check the beginning of a checkpoint.

    Raises:
        RunFolderError: It is missing, damaged, or of a newer program; one sentence.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for whoever writes it
            raise damaged(path, "it is not a plain file")
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
            if size < _LENGTH_BYTES or length > min(_LONGEST_HEADER_BYTES, size - _LENGTH_BYTES):
                raise damaged(path, f"its header claims {length:,} bytes, the file has {size:,}")
            text = file.read(length)
    except FileNotFoundError:
        raise RunFolderError(f"{path.parent}: there is no checkpoint to go on from ({path.name} is missing)") from None
    except OSError as error:
        raise RunFolderError(f"{path}: the checkpoint cannot be read: {error.strerror or error}") from error
    header = _header_object(path, text)
    metadata = header.pop(_METADATA, None)
    keys = {FACTS_KEY, FACTS_DIGEST_KEY, DIGEST_KEY}
    if not isinstance(metadata, dict) or set(metadata) != keys or not all(isinstance(value, str) for value in metadata.values()):
        raise damaged(path, "it is not a checkpoint of this program")
    if _sha256(metadata[FACTS_KEY]) != metadata[FACTS_DIGEST_KEY]:
        raise damaged(path, "the checksum of its facts is wrong")
    entries = _entries(path, header, size - _LENGTH_BYTES - length)
    facts = _facts(path, metadata[FACTS_KEY])
    return CheckpointHeader(path, facts, metadata[FACTS_KEY], metadata[DIGEST_KEY], entries, _LENGTH_BYTES + length)


def damaged(path: Path, why: str) -> RunFolderError:
    """Return the error for a checkpoint that cannot be used."""
    return RunFolderError(f"{path}: the checkpoint is damaged and cannot be used: {why}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _header_object(path: Path, text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise damaged(path, f"its header cannot be read ({str(error)[:80]})") from None
    if not isinstance(header, dict):
        raise damaged(path, "its header is no table")
    return header


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _entries(path: Path, header: Mapping[str, Any], data_bytes: int) -> dict[str, Entry]:
    """Return the tensors' places; together they are all the bytes behind the header, each byte once."""
    found: dict[str, Entry] = {}
    for name, value in header.items():
        try:
            raw = msgspec.convert(value, _RawEntry)
        except msgspec.ValidationError as error:
            raise damaged(path, f"its tensor '{name[:40]}' is not described ({error})") from None
        entry = Entry(raw.dtype, raw.shape, *raw.data_offsets)
        if entry.dtype not in ITEM_BYTES or entry.end - entry.start != ITEM_BYTES[entry.dtype] * math.prod(entry.shape):
            raise damaged(path, f"its tensor '{name[:40]}' of shape {list(entry.shape)[:8]} does not fit its {entry.end - entry.start:,} bytes")
        found[name] = entry
    at = 0
    for entry in sorted(found.values(), key=lambda entry: (entry.start, entry.end)):
        if entry.start != at:
            raise damaged(path, f"its tensors have a gap or overlap at byte {at:,}")
        at = entry.end
    if at != data_bytes:
        raise damaged(path, f"its tensors take {at:,} bytes, {data_bytes:,} are there")
    return found


class _RawEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dtype: str
    shape: Annotated[tuple[Count, ...], msgspec.Meta(max_length=8)]
    data_offsets: tuple[Count, Count]


def _facts(path: Path, text: str) -> CheckpointFacts:
    try:
        head = msgspec.json.decode(text.encode(), type=_Head)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise damaged(path, "it is not a checkpoint of this program") from None
    if head.format != FORMAT:
        raise damaged(path, "it is not a checkpoint of this program")
    if head.version > VERSION:
        raise RunFolderError(f"{path}: the checkpoint was written by a newer version of the program ({head.program[:20]})")
    try:
        return msgspec.json.decode(text.encode(), type=CheckpointFacts)
    except (msgspec.DecodeError, RecursionError) as error:
        raise damaged(path, f"{str(error)[:120]}") from None


class _Head(msgspec.Struct, frozen=True):
    format: str
    version: int
    program: str = ""
