"""How many threads torch computes with, and how they wait; decided before torch is imported."""

from __future__ import annotations

import os

from designer.engine.heap import keep_freed_memory


def prepare_for_torch() -> None:
    """Set what a process that trains needs to have set before torch is imported.

    Raises:
        AssertionError: torch is imported already.
    """
    wait_passively()
    keep_freed_memory()


def wait_passively() -> None:
    """Make OpenMP's threads sleep between two operations instead of spinning.

    Beside a repainting window the default made training ten times slower. Read once by OpenMP, so this comes before torch.

    Raises:
        AssertionError: torch is imported already; the setting would do nothing.
    """
    import sys

    assert "torch" not in sys.modules, "OMP_WAIT_POLICY must be set before torch is imported"
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def rank_threads(threads: int, ranks: int) -> int:
    """Return the threads of one of several processes that share them.

    >>> [rank_threads(4, ranks) for ranks in (1, 2, 3, 8)]
    [4, 2, 1, 1]
    """
    return max(1, threads // ranks)


def worker_threads(cores: int) -> int:
    """Return the threads of a worker beside a repainting window: from four cores on one is left to the window.

    >>> [worker_threads(cores) for cores in (1, 2, 3, 4, 16)]
    [1, 2, 3, 3, 15]
    """
    return cores - 1 if cores >= 4 else cores
