"""Small data sets made on the spot, and the real MNIST where a developer has it."""

import gzip
import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

_REAL_DATA = Path(os.environ.get("CNN_DESIGNER_TEST_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")


def idx_bytes(values: Bytes) -> bytes:
    return struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape) + values.tobytes()


@pytest.fixture
def mnist_like() -> Callable[..., Path]:
    """Write the four files of a small MNIST under a data root and return that root."""

    def write(root: Path, train: int = 60, test: int = 10, order: Bytes | None = None, packed: bool = False, size: int = 28) -> Path:
        numbers = np.random.default_rng(7)
        images = numbers.integers(0, 256, (train + test, size, size), dtype=np.uint8)
        labels = np.arange(train + test, dtype=np.uint8) % 10
        train_order = np.arange(train) if order is None else order
        arrays = {
            "train-images-idx3-ubyte": images[:train][train_order],
            "train-labels-idx1-ubyte": labels[:train][train_order],
            "t10k-images-idx3-ubyte": images[train:],
            "t10k-labels-idx1-ubyte": labels[train:],
        }
        (root / "mnist").mkdir(parents=True, exist_ok=True)
        for name, values in arrays.items():
            content = idx_bytes(values)
            (root / "mnist" / (f"{name}.gz" if packed else name)).write_bytes(gzip.compress(content) if packed else content)
        return root

    return write


@pytest.fixture
def real_mnist_root() -> Path:
    if not (_REAL_DATA / "mnist").is_dir():
        pytest.skip("the real MNIST is not here: set CNN_DESIGNER_TEST_DATA to a folder that holds mnist/")
    return _REAL_DATA
