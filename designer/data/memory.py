"""How much memory is free, and how much of it pictures may take."""

from __future__ import annotations

import os
from pathlib import Path

SHARE_HELD_RAW = 0.25
"""Share of the free memory that pictures may take as they were read; beyond it they are read from their files again."""

SHARE_HELD_PREPARED = 0.5
"""Share of the free memory that pictures fitted to the input block may take; beyond it they are fitted batch by batch."""

_UNKNOWN = 4 * 2**30
_GROUPS = (
    ("/sys/fs/cgroup", "memory.max", "memory.current"),
    ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
)


def free_bytes() -> int:
    """Return the memory that a process may still take without making others wait; a guess where the system does not say."""
    found = [value for value in (_linux(), _left_in_group()) if value is not None]
    if found:
        return min(found)
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (ValueError, OSError, AttributeError):  # Windows has no sysconf
        return _UNKNOWN


def size_text(count: int) -> str:
    """Return bytes for people.

    >>> size_text(170_052_171), size_text(3_500_000_000), size_text(900)
    ('170 MB', '3.5 GB', '900 bytes')
    """
    if count >= 1_000_000_000:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.0f} MB" if count >= 1_000_000 else f"{count:,} bytes"


def _linux() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return None


def _left_in_group() -> int | None:
    """Return what a container leaves, if this runs in one with a limit."""
    for folder, limit, used in _GROUPS:
        try:
            most = int((Path(folder) / limit).read_text(encoding="ascii"))
            cached = _file_cache(Path(folder))
            return max(0, most - int((Path(folder) / used).read_text(encoding="ascii")) + cached)
        except (OSError, ValueError):  # no group, or "max"
            continue
    return None


def _file_cache(folder: Path) -> int:
    """Return the bytes of the group that only cache files: the system takes them back when it needs them."""
    for line in (folder / "memory.stat").read_text(encoding="ascii").splitlines():
        if line.startswith(("inactive_file ", "total_inactive_file ")):
            return int(line.split()[1])
    return 0
