import gzip
import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from designer.data.errors import DataError
from designer.data.idx import MAX_BYTES, read_idx

PICTURES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)


def header(*sizes: int, kind: int = 8) -> bytes:
    return struct.pack(f">BBBB{len(sizes)}I", 0, 0, kind, len(sizes), *sizes)


WHOLE = header(2, 3, 4) + PICTURES.tobytes()
PACKED = gzip.compress(WHOLE)


@pytest.mark.parametrize("content", [WHOLE, PACKED, gzip.compress(WHOLE, 0)], ids=["plain", "gzip", "gzip stored"])
def test_a_whole_file_gives_its_values(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pictures-idx3-ubyte"
    path.write_bytes(content)
    assert np.array_equal(read_idx(path, axes=3), PICTURES)


def test_the_content_decides_about_gzip_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "pictures-idx3-ubyte.gz"
    path.write_bytes(WHOLE)
    assert np.array_equal(read_idx(path, axes=3), PICTURES)


def test_values_over_many_chunks_come_whole(tmp_path: Path) -> None:
    values = np.random.default_rng(1).integers(0, 256, 3_000_001, dtype=np.uint8)
    path = tmp_path / "many"
    path.write_bytes(gzip.compress(header(len(values)) + values.tobytes(), 1))
    assert np.array_equal(read_idx(path, axes=1), values)


DAMAGED = {
    "empty": (b"", "after 0 bytes"),
    "one byte": (b"\0", "after 1 bytes"),
    "magic cut": (WHOLE[:3], "after 3 bytes"),
    "header cut": (WHOLE[:9], "after 9 bytes"),
    "header only": (WHOLE[:16], "found 0 bytes after the header"),
    "last value lost": (WHOLE[:-1], "found 23 bytes after the header; expected the 2 × 3 × 4 = 24 bytes"),
    "one value more": (WHOLE + b"\0", "more bytes after the last value"),
    "two files in one": (WHOLE + WHOLE, "more bytes after the last value"),
    "labels for pictures": (header(5) + b"12345678901234567890", "the first bytes 00 00 08 01; expected 00 00 08 03"),
    "floats": (header(2, 3, 4, kind=0x0D) + bytes(96), "the first bytes 00 00 0d 03"),
    "little-endian": (bytes([3, 8, 0, 0]) + WHOLE[4:], "the first bytes 03 08 00 00"),
    "a picture file": (b"\x89PNG\r\n\x1a\n" + bytes(40), "the first bytes 89 50 4e 47"),
    "a web page": (b"<!DOCTYPE html><html>not found</html>", "the first bytes 3c 21 44 4f"),
    "a zip": (b"PK\x03\x04" + bytes(40), "the first bytes 50 4b 03 04"),
    "no pictures": (header(0, 28, 28), "promises 0 × 28 × 28 = 0 bytes"),
    "no width": (header(2, 3, 0) + bytes(24), "promises 2 × 3 × 0 = 0 bytes"),
    "swapped sizes": (struct.pack("<4s3I", WHOLE[:4], 2, 3, 4) + bytes(24), "33,554,432 × 50,331,648"),
    "too many pictures": (header(3, 3, 4) + bytes(24), "found 24 bytes after the header; expected the 3 × 3 × 4 = 36"),
    "too few pictures": (header(1, 3, 4) + bytes(24), "more bytes after the last value; expected an end after the 1 × 3 × 4 = 12"),
    "all it can claim": (header(2**32 - 1, 2**32 - 1, 2**32 - 1), "4,294,967,295 × 4,294,967,295 × 4,294,967,295"),
    "just over the limit": (header(1, 1, MAX_BYTES + 1), f"expected 1 to {MAX_BYTES:,} bytes"),
    "the limit, and no byte": (header(1, 1, MAX_BYTES), "found 0 bytes after the header"),
    "gzip magic only": (PACKED[:2], "an end within the gzip data"),
    "gzip cut": (PACKED[:-9], "an end within the gzip data"),
    "gzip without its sum": (PACKED[:-8], "an end within the gzip data"),
    "gzip with a wrong sum": (PACKED[:-8] + bytes(4) + PACKED[-4:], "damaged gzip data"),
    "gzip with a wrong length": (PACKED[:-4] + bytes(4), "damaged gzip data"),
    "gzip of an unknown method": (PACKED[:2] + b"\x07" + PACKED[3:], "damaged gzip data"),
    "gzip with more behind": (PACKED + b"more", "more bytes after the gzip data"),
    "gzip twice": (gzip.compress(PACKED), "the first bytes 1f 8b 08"),
    "gzip of nothing": (gzip.compress(b""), "after 0 bytes"),
    "gzip one value short": (gzip.compress(WHOLE[:-1]), "found 23 bytes after the header"),
    "gzip one value over": (gzip.compress(WHOLE + b"\0"), "more bytes after the last value"),
    "gzip bomb": (gzip.compress(WHOLE + bytes(40_000_000)), "more bytes after the last value"),
}


@pytest.mark.parametrize(("content", "reason"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_refused_with_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "pictures-idx3-ubyte"
    path.write_bytes(content)
    tracemalloc.start()
    with pytest.raises(DataError) as refusal:
        read_idx(path, axes=3)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    text = str(refusal.value)
    assert reason in text
    assert text.startswith(f"{path}: found ") and "; expected " in text and "\n" not in text
    assert peak_bytes < 4_000_000, "memory follows what the file holds, not what it promises"


def test_a_folder_a_missing_file_a_pipe_and_an_impossible_name_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # opening it would wait for a writer forever
    for path in (tmp_path, tmp_path / "missing", pipe, tmp_path / "zero\0byte"):
        with pytest.raises(DataError, match=r"found .*; expected"):
            read_idx(path, axes=3)


def test_random_damage_never_escapes_as_another_error(tmp_path: Path) -> None:
    numbers = np.random.default_rng(3)
    path = tmp_path / "pictures"
    refused = 0
    for trial in range(400):
        content = bytearray(PACKED if trial % 2 else WHOLE)
        for _ in range(int(numbers.integers(1, 4))):
            content[int(numbers.integers(len(content)))] ^= 1 << int(numbers.integers(8))
        path.write_bytes(content[: int(numbers.integers(1, len(content) + 1))] if trial % 3 == 0 else content)
        try:
            assert read_idx(path, axes=3).size == PICTURES.size
        except DataError:
            refused += 1
    assert refused > 250, "the gzip sum finds nearly every flipped bit, the header's check those in the header"
