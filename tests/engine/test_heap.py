"""Freed memory is kept while training and given back afterwards."""

import subprocess
import sys

import pytest

HEAP = """
import ctypes, resource, sys
from designer.engine.heap import give_memory_back, keep_freed_memory

def faults() -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes, library.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
    for _ in range(10):
        place = library.malloc(8 << 20)
        ctypes.memset(place, 1, 8 << 20)
        library.free(place)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

def resident() -> int:
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()

keep_freed_memory()
faults()
kept, held = faults(), resident()
give_memory_back()
print(kept, held - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the setting is one of glibc")
def test_freed_memory_is_kept_for_the_next_step_and_given_back_at_the_end() -> None:
    told = subprocess.run([sys.executable, "-c", HEAP], capture_output=True, text=True, check=True).stdout
    new_pages, given_back = map(int, told.split())
    assert new_pages < 100, "each of the ten rounds took 2,048 new pages"
    assert given_back > 6 << 20
