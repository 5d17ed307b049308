"""Data files of every kind, damaged at random: each is read, skipped or refused with one sentence; nothing else happens."""

import gzip
import io
import random
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from designer.data.errors import DataError
from designer.data.registry import load
from designer.data.sources.cifar10 import ARCHIVE, FILES
from tests.data.conftest import idx_bytes
from tests.data.pictures import class_files, file_bytes, pixels, write_folder, write_zip

QUICK, FULL = 200, 2_000
MOST_BYTES = 64 * 2**20
PICTURES = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")


class Sets:
    """One data set of each kind under a folder; the first file of each is damaged."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.kinds: list[tuple[str, Path, Callable[[], object]]] = []
        for kind in PICTURES:
            folder = write_folder(root / kind, class_files({"cat": 3, "dog": 3}))
            damaged = folder / "cat" / f"0.{kind.lower()}"
            damaged.write_bytes(file_bytes(pixels(3, 24, 20, 3), kind))
            self._add(kind, damaged, str(folder))
        self._add("zip", write_zip(root / "set.zip", class_files({"cat": 3, "dog": 3})), str(root / "set.zip"))
        np.savez_compressed(root / "set.npz", images=pixels(1, 40, 6, 5), labels=np.arange(40) % 4, classes=np.array(list("abcd")))
        self._add("npz", root / "set.npz", str(root / "set.npz"))
        self._add_mnist()
        self._add_cifar()

    def _add(self, kind: str, damaged: Path, name: str, data_root: Path | None = None) -> None:
        self.kinds.append((kind, damaged, lambda: load(name, data_root).skipped))

    def _add_mnist(self) -> None:
        (self.root / "idx" / "mnist").mkdir(parents=True)
        for number, part in enumerate(("train", "t10k")):
            for content, name in ((pixels(number, 30, 28, 28), "images-idx3"), (np.arange(30, dtype=np.uint8) % 10, "labels-idx1")):
                (self.root / "idx" / "mnist" / f"{part}-{name}-ubyte.gz").write_bytes(gzip.compress(idx_bytes(content)))
        self._add("idx", self.root / "idx" / "mnist" / "train-images-idx3-ubyte.gz", "mnist", self.root / "idx")

    def _add_cifar(self) -> None:
        (self.root / "tar" / "cifar10").mkdir(parents=True)
        with tarfile.open(self.root / "tar" / "cifar10" / ARCHIVE, "w:gz") as archive:
            for name in FILES:
                member = tarfile.TarInfo(name)
                member.size = 2 * 3073
                archive.addfile(member, io.BytesIO(bytes(member.size)))
        self._add("tar", self.root / "tar" / "cifar10" / ARCHIVE, "cifar10", self.root / "tar")


def damage(content: bytes, choose: random.Random) -> bytes:
    """Flip bits, overwrite bytes, cut off, double, or put something else in the middle."""
    data = bytearray(content)
    for _ in range(choose.randint(1, 4)):
        place = choose.randrange(len(data)) if data else 0
        match choose.randrange(5):
            case 0 if data:
                data[place] ^= 1 << choose.randrange(8)
            case 1 if data:
                data[place] = choose.choice((0, 0x7F, 0x80, 0xFF))
            case 2:
                del data[place:]
            case 3:
                data[place:place] = choose.randbytes(choose.randint(1, 40))
            case _:
                data += data[: choose.randint(0, 200)]
    return bytes(data)


def try_damaged(root: Path, trials: int, seed: int) -> dict[str, int]:
    choose = random.Random(seed)
    outcomes = {"read": 0, "skipped": 0, "refused": 0}
    sets = Sets(root)
    whole = {path: path.read_bytes() for _, path, _ in sets.kinds}
    tracemalloc.start()
    for trial in range(trials):
        kind, path, read = sets.kinds[trial % len(sets.kinds)]
        path.write_bytes(damage(whole[path], choose))
        tracemalloc.reset_peak()
        try:
            outcomes["skipped" if read() else "read"] += 1
        except DataError as error:
            outcomes["refused"] += 1
            assert "\n" not in str(error) and len(str(error)) < 1_000, (kind, seed, trial)
        finally:
            path.write_bytes(whole[path])
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES, (kind, seed, trial)
    tracemalloc.stop()
    return outcomes


def test_damaged_files_of_every_kind_are_read_skipped_or_refused(tmp_path: Path) -> None:
    outcomes = try_damaged(tmp_path, QUICK, seed=4)
    assert sum(outcomes.values()) == QUICK and outcomes["refused"] >= 40 and outcomes["skipped"] >= 40


@pytest.mark.ledger
@pytest.mark.timeout(1800)
def test_many_damaged_files(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"{FULL} damaged data files, seed {seed}: {try_damaged(tmp_path, FULL, seed)}")
