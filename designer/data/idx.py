"""Read IDX files, the format of MNIST, from files that may be damaged or hostile.

An IDX file is a header (two zero bytes, the type of the values, the number of axes, then each axis' size as a big-endian
32-bit number) and the values. Nothing is allocated because a header says so: memory grows with the bytes that are
really there, and reading stops one byte after what the header promised.

Source:
    Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, "File formats".
"""

from __future__ import annotations

import math
import stat
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from designer.data.errors import DataError

MAX_BYTES = 256 * 2**20
"""The most values one file may hold: five times the training pictures of MNIST."""

_CHUNK = 2**20
_GZIP = b"\x1f\x8b"
_UNSIGNED_BYTE = 0x08


def read_idx(path: Path, axes: int, max_bytes: int = MAX_BYTES) -> NDArray[np.uint8]:
    """Return the bytes of an IDX file, compressed by gzip or not, as an array of so many axes.

    Raises:
        DataError: The file cannot be read or is not exactly what its header says: one sentence with path, found, expected.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _fault(path, "a folder or device", "a file")
        with path.open("rb") as file:
            return _read(path, _Bytes(path, file), axes, max_bytes)
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        raise _fault(path, getattr(error, "strerror", None) or str(error), "an IDX file") from error


def _read(path: Path, source: _Bytes, axes: int, max_bytes: int) -> NDArray[np.uint8]:
    header = source.read(4 + 4 * axes)
    magic = bytes([0, 0, _UNSIGNED_BYTE, axes])
    if header[:4] != magic[: len(header)]:
        raise _fault(path, f"the first bytes {header[:4].hex(' ')}", f"{magic.hex(' ')}, an IDX file of bytes along {axes} axes")
    if len(header) < 4 + 4 * axes:
        raise _fault(path, f"an end after {len(header):,} bytes", f"an IDX header of {4 + 4 * axes} bytes")
    sizes = struct.unpack(f">{axes}I", header[4:])
    promised = math.prod(sizes)
    shown = " × ".join(f"{size:,}" for size in sizes)
    if not 0 < promised <= max_bytes:
        raise _fault(path, f"a header that promises {shown} = {promised:,} bytes", f"1 to {max_bytes:,} bytes")
    values = source.read(promised + 1)
    if len(values) < promised:
        raise _fault(path, f"{len(values):,} bytes after the header", f"the {shown} = {promised:,} bytes that it promises")
    if len(values) > promised:
        raise _fault(path, "more bytes after the last value", f"an end after the {shown} = {promised:,} bytes that the header promises")
    return np.frombuffer(values, dtype=np.uint8).reshape(sizes)


class _Bytes:
    """Hand out the next bytes of a file, unpacked if they are gzip data, never more than asked for."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self._packed = file.read(len(_GZIP))
        self._inflater = zlib.decompressobj(wbits=31) if self._packed == _GZIP else None

    def read(self, count: int) -> bytearray:
        """Return so many bytes, fewer only where the data ends."""
        result = bytearray()
        while len(result) < count:
            piece = self._next(min(count - len(result), _CHUNK))
            if not piece:
                break
            result += piece
        return result

    def _next(self, most: int) -> bytes:
        if self._inflater is not None:
            return self._inflate(self._inflater, most)
        piece = self._packed[:most] or self._file.read(most)
        self._packed = self._packed[most:]
        return piece

    def _inflate(self, inflater: zlib._Decompress, most: int) -> bytes:
        piece = b""
        while not piece and not inflater.eof:
            packed = self._packed or self._file.read(2**16)
            if not packed:
                raise _fault(self._path, "an end within the gzip data", "a whole gzip file")
            try:
                piece = inflater.decompress(packed, most)
            except zlib.error as error:
                raise _fault(self._path, f"damaged gzip data ({error})", "a whole gzip file") from error
            self._packed = inflater.unconsumed_tail
        if inflater.eof and (inflater.unused_data or self._file.read(1)):
            raise _fault(self._path, "more bytes after the gzip data", "its end there")
        return piece


def _fault(path: Path, found: str, expected: str) -> DataError:
    return DataError(f"{path}: found {found}; expected {expected}")
