"""Picture files and data sets in folders, made on the spot."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def pixels(seed: int, *shape: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def file_bytes(picture: NDArray[np.uint8], kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind, **options)
    return buffer.getvalue()


def class_files(classes: Mapping[str, int], size: tuple[int, ...] = (6, 5, 3), parts: Mapping[str, float] | None = None) -> dict[str, bytes]:
    """Return picture files by their paths: so many in each class, and in each part a share of that."""
    files = {}
    for part, share in (parts or {"": 1.0}).items():
        for label, (name, count) in enumerate(classes.items()):
            for number in range(round(count * share)):
                seed = 1000 * label + number + 100_000 * len(part)
                files[f"{part}/{name}/{number:03d}.png".lstrip("/")] = file_bytes(pixels(seed, *size))
    return files


def write_folder(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def write_zip(path: Path, files: Mapping[str, bytes], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return path
