"""How much memory is free for a run, and what to do where it is too little."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import torch

from designer.engine.errors import EngineError
from designer.network.analysis import Analysis
from designer.protocol.events import Remedy

MOST_OF_FREE = 0.8
"""A run that is estimated to take more than this share of what is free does not begin."""
_CGROUP = Path("/sys/fs/cgroup")


class MemoryRefusedError(EngineError):
    """Report a run that would not fit.

    Attributes:
        remedies: Settings that would help.
    """

    def __init__(self, text: str, remedies: tuple[Remedy, ...]) -> None:
        super().__init__(text)
        self.remedies = remedies


def free_bytes(device: torch.device) -> int | None:
    """Return how much memory a device has left for this process; none: it does not say."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        held = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)  # torch's own reserve is free for it
        return int(free) + int(held)
    if device.type == "mps":
        return int(torch.mps.recommended_max_memory()) - int(torch.mps.current_allocated_memory())
    known = [number for number in (_available(), _left_in_container()) if number is not None]
    return min(known) if known else None


def refuse_too_large(analysis: Analysis, device: torch.device, free: int | None) -> None:
    """Refuse a run whose estimate is over 80 % of what is free.

    Args:
        free: Bytes; none: not known, then nothing is refused.

    Raises:
        MemoryRefusedError: With the numbers, and settings that would help.
    """
    needed = analysis.training_memory_bytes
    if free is not None and needed > MOST_OF_FREE * free:
        raise MemoryRefusedError(f"the memory is too small: {memory_text(needed, free)}", memory_remedies(analysis, device))


def memory_text(needed: int, free: int | None) -> str:
    """Return what a run needs and what is there, in words."""
    there = "" if free is None else f", {_size(free)} is free"
    return f"training needs about {_size(needed)}{there}. A smaller batch, mixed precision, a smaller input or fewer filters need less"


def memory_remedies(analysis: Analysis, device: torch.device) -> tuple[Remedy, ...]:
    """Return settings that need less memory, the best first."""
    training, found = analysis.architecture.training, []
    if training.batch_size > 1:
        half = training.batch_size // 2
        less = _size(_estimate(analysis, "batch_size", half))
        found.append(Remedy(key="batch_size", value=half, text=f"batch size {half:,} (about {less})"))
    if training.precision == "float32" and device.type != "mps":
        found.append(Remedy(key="precision", value="bfloat16", text="precision bfloat16"))
    if training.optimizer != "sgd":
        less = _size(_estimate(analysis, "optimizer", "sgd"))
        found.append(Remedy(key="optimizer", value="sgd", text=f"optimiser sgd, which remembers less (about {less})"))
    return tuple(found)


def _estimate(analysis: Analysis, setting: str, value: object) -> int:
    architecture = analysis.architecture
    changed = dataclasses.replace(architecture, training=architecture.training.change(setting, value))
    return dataclasses.replace(analysis, architecture=changed).training_memory_bytes


def _size(count: int) -> str:
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count} bytes"


def _available() -> int | None:
    """Return what the system could give, caches that it would drop included."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _left_in_container() -> int | None:
    """Return what a container's limit leaves; pages of files that it holds can be dropped, so they count as free."""
    try:
        most, used = (_CGROUP / "memory.max").read_text().strip(), int((_CGROUP / "memory.current").read_text())
        files = [int(line.split()[1]) for line in (_CGROUP / "memory.stat").read_text().splitlines() if line.startswith("inactive_file ")]
        return None if most == "max" else max(0, int(most) - used + sum(files))
    except (OSError, ValueError):
        return None
