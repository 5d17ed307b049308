"""An `.npz` file with the arrays `images` and `labels`, and perhaps `classes`; nothing in it is ever unpickled."""

from __future__ import annotations

import math
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from designer.data.dataset import Dataset, DatasetInfo, Labels, RawImages
from designer.data.errors import DataError
from designer.data.memory import SHARE_HELD_RAW, free_bytes, size_text
from designer.data.progress import Progress, Watch
from designer.data.splits import cut_what_is_missing, fingerprint, sample_digests, shared_pictures
from designer.data.stores import ArrayPictures
from designer.data.trees import shown

_FAULTS = (
    OSError, ValueError, EOFError, RuntimeError, NotImplementedError, KeyError, TypeError, OverflowError, SyntaxError, MemoryError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_CHUNK = 2**20
_MOST_CLASSES = 65_536
_WANTED = "expected an .npz with images (N×H×W or N×H×W×3, whole numbers 0 to 255) and labels (N)"


@dataclass(frozen=True)
class _Header:
    """What an array's own header promises."""

    shape: tuple[int, ...]
    dtype: np.dtype[np.generic]
    fortran: bool

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize


def declare_npz(path: Path) -> DatasetInfo:
    """Return what the headers say, and the classes; the pictures are not read.

    Raises:
        DataError: It is no such file.
    """
    with _Npz(path) as file:
        _, classes = file.labels()
        header = file.header("images")
        shape = _picture_shape(path, header.shape)
        return _info(path, classes, shape, header.shape[0])


def load_npz(path: Path, watch: Watch) -> Dataset:
    """Read all pictures.

    Raises:
        DataError: It is no such file, damaged, or larger than the memory allows.
    """
    watch(Progress("reading", 0, 1, "files"))
    with _Npz(path) as file:
        labels, classes = file.labels()
        images = _as_pictures(path, file.array("images"))
    if len(images) != len(labels):
        raise DataError(f"{shown(str(path))}: found {len(images):,} images and {len(labels):,} labels; expected one label for each image")
    if len(np.unique(labels)) < 2:
        raise DataError(f"{shown(str(path))}: found pictures of {len(np.unique(labels))} class; at least 2 are needed")
    watch(Progress("reading", 1, 1, "files"))
    info = _info(path, classes, (1 if images.ndim == 3 else 3, *images.shape[1:3]), len(images))
    digests = sample_digests(images)
    splits, parting = cut_what_is_missing(digests, labels, [None] * len(labels))
    return Dataset(
        info, ArrayPictures(images), labels, splits, fingerprint(classes, info.shape, digests, labels, splits),
        parting=parting, smallest=info.shape, notes=shared_pictures(digests, splits),
    )  # fmt: skip


class _Npz:
    """The arrays of one file; memory grows with the bytes that are there, not with what a header promises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            if not path.is_file():
                raise FileNotFoundError("there is no such file")
            self._archive = zipfile.ZipFile(path)
        except _FAULTS as error:
            raise self._fault(error) from error

    def __enter__(self) -> _Npz:
        return self

    def __exit__(self, *details: object) -> None:
        self._archive.close()

    def header(self, name: str) -> _Header:
        """Return what the array's header promises."""
        try:
            with self._archive.open(self._member(name)) as file:
                return self._read_header(name, file)
        except _FAULTS as error:
            raise self._fault(error) from error

    def array(self, name: str) -> NDArray[np.generic]:
        """Read one array whole."""
        most = int(free_bytes() * SHARE_HELD_RAW)
        try:
            with self._archive.open(self._member(name)) as file:
                header = self._read_header(name, file)
                if header.nbytes > most:
                    raise DataError(
                        f"{shown(str(self._path))}: {name} takes {size_text(header.nbytes)}; {size_text(most)} of memory are free for it: "
                        "put the pictures into folders instead, they are read as they are needed"
                    )
                values = self._read_values(file, header.nbytes)
        except _FAULTS as error:
            raise self._fault(error) from error
        if len(values) != header.nbytes:
            raise DataError(f"{shown(str(self._path))}: {name} has {len(values):,} bytes; its header promises {header.nbytes:,}")
        array = np.frombuffer(values, dtype=header.dtype)
        return array.reshape(header.shape, order="F" if header.fortran else "C")

    def labels(self) -> tuple[Labels, tuple[str, ...]]:
        """Return class numbers and class names; labels may be names themselves."""
        labels = self.array("labels")
        if labels.ndim == 2 and 1 in labels.shape:
            labels = labels.reshape(-1)
        if labels.ndim != 1 or labels.dtype.kind not in "iubUS" or not len(labels):
            raise DataError(f"{shown(str(self._path))}: labels are {_shape(labels.shape)} of {labels.dtype}; expected N whole numbers, or names")
        if labels.dtype.kind in "US":
            names, numbers = np.unique(labels.astype(str), return_inverse=True)
            return numbers.reshape(-1).astype(np.int64), tuple(shown(name) for name in names.tolist())
        lowest, highest = int(labels.min()), int(labels.max())
        if lowest < 0 or highest >= _MOST_CLASSES:
            raise DataError(f"{shown(str(self._path))}: found labels from {lowest} to {highest}; expected 0 to {_MOST_CLASSES - 1:,}")
        return labels.astype(np.int64), self._classes(highest + 1)

    def _classes(self, count: int) -> tuple[str, ...]:
        if "classes.npy" not in self._archive.namelist():
            return tuple(str(number) for number in range(count))
        classes = self.array("classes")
        if classes.ndim != 1 or classes.dtype.kind not in "US" or not count <= len(classes) <= _MOST_CLASSES:
            raise DataError(f"{shown(str(self._path))}: classes are {_shape(classes.shape)} of {classes.dtype}; expected at least {count} names")
        return tuple(shown(name) for name in classes.astype(str).tolist())

    def _member(self, name: str) -> str:
        found = self._archive.namelist()
        if f"{name}.npy" not in found:
            raise DataError(f"{shown(str(self._path))}: found {shown(', '.join(found)) or 'nothing'}; {_WANTED}")
        return f"{name}.npy"

    def _read_header(self, name: str, file: IO[bytes]) -> _Header:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read(file)
        if dtype.hasobject:
            raise DataError(f"{shown(str(self._path))}: {name} holds Python objects, which are never unpickled; {_WANTED}")
        return _Header(shape, dtype, fortran)

    def _read_values(self, file: IO[bytes], promised: int) -> bytearray:
        values = bytearray()
        while len(values) <= promised and (piece := file.read(min(_CHUNK, promised + 1 - len(values)))):
            values += piece
        return values

    def _fault(self, error: BaseException) -> DataError:
        reason = " ".join((getattr(error, "strerror", None) or str(error)).split())[:160]
        return DataError(f"{shown(str(self._path))}: no .npz file that can be read ({reason}); {_WANTED}")


def _as_pictures(path: Path, array: NDArray[np.generic]) -> RawImages:
    _picture_shape(path, array.shape)
    if array.dtype.kind not in "iub":
        raise DataError(f"{shown(str(path))}: images are {array.dtype}; expected whole numbers 0 to 255: multiply by 255 and store them as uint8")
    if array.dtype == np.bool_:
        array = array.astype(np.uint8) * 255
    elif array.dtype != np.uint8:
        lowest, highest = int(np.min(array)), int(np.max(array))
        if lowest < 0 or highest > 255:
            raise DataError(f"{shown(str(path))}: images have values from {lowest} to {highest}; expected 0 to 255")
    pictures: RawImages = np.ascontiguousarray(array[..., 0] if array.ndim == 4 and array.shape[3] == 1 else array, dtype=np.uint8)
    return pictures


def _picture_shape(path: Path, shape: tuple[int, ...]) -> tuple[int, int, int]:
    if len(shape) not in (3, 4) or 0 in shape or (len(shape) == 4 and shape[3] not in (1, 3)):
        raise DataError(f"{shown(str(path))}: images are {_shape(shape)}; expected N×H×W (grey), or N×H×W×3 (colour, channels last)")
    return 3 if len(shape) == 4 and shape[3] == 3 else 1, shape[1], shape[2]


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "a single value"


def _info(path: Path, classes: tuple[str, ...], shape: tuple[int, int, int], count: int) -> DatasetInfo:
    return DatasetInfo(str(path), shown(path.stem), classes, shape, count, availability=f"read from {shown(str(path))}")
