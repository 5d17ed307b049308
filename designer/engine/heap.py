"""What becomes of memory that was freed: kept for the next training step, given back when a run has ended."""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3
KEPT_BYTES = 2**31 - 1
LARGEST_ON_HEAP = 32 * 2**20
GROWTH = 64 * 2**20


def keep_freed_memory() -> None:
    """Make the C library keep freed memory, and put tensors of up to 32 MiB on its heap.

    A step frees and takes the same tensors as the one before. By default the library hands many of them back to the system, which clears
    every page of them at the next step: a quarter of the time of a step of LeNet-5. Nothing happens where the library is not glibc.

    Source:
        mallopt(3).
    """
    library = _glibc()
    if library is not None:
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, LARGEST_ON_HEAP)
        library.mallopt(M_TOP_PAD, GROWTH)


def give_memory_back() -> None:
    """Hand the freed memory back to the system: nothing is computed for a while."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
