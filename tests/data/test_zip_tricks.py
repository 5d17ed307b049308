"""Archives that are made to do harm, or that were damaged."""

import stat
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from designer.data.errors import DataError
from designer.data.registry import load
from designer.data.trees import MAX_FILE_BYTES
from tests.data.pictures import class_files, write_zip

THREE = {"cat": 6, "dog": 6, "fox": 6}


def with_entry(path: Path, name: str, content: bytes = b"x", mode: int = 0) -> Path:
    write_zip(path, class_files(THREE))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
    return path


@pytest.mark.parametrize("name", ["../evil/0.png", "/evil/0.png", "cat/../../evil/0.png", "C:\\evil\\0.png", "..\\evil\\0.png", "a//b/0.png"])
def test_paths_that_lead_out_are_not_opened(tmp_path: Path, name: str) -> None:
    dataset = load(str(with_entry(tmp_path / "set.zip", name)))
    assert dataset.info.classes == ("cat", "dog", "fox")
    assert len(dataset.skipped) == 1 and "leads out of the archive" in dataset.skipped[0]


def test_links_are_not_followed(tmp_path: Path) -> None:
    dataset = load(str(with_entry(tmp_path / "set.zip", "evil/0.png", b"/etc/passwd", stat.S_IFLNK | 0o777)))
    assert dataset.skipped == ("evil/0.png: a link; links are not followed",) and dataset.info.classes == ("cat", "dog", "fox")


def test_an_entry_that_unpacks_to_much_is_not_unpacked(tmp_path: Path) -> None:
    path = with_entry(tmp_path / "set.zip", "cat/bomb.png", bytes(MAX_FILE_BYTES + 1))
    assert path.stat().st_size < 2_000_000
    dataset = load(str(path))
    assert len(dataset.skipped) == 1 and "unpacks to 268,435,457 bytes" in dataset.skipped[0]


def test_an_entry_that_lies_about_its_size_is_refused_alone(tmp_path: Path) -> None:
    path = with_entry(tmp_path / "set.zip", "cat/liar.png", bytes(50_000_000))
    content = bytearray(path.read_bytes())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    tracemalloc.start()
    dataset = load(str(path))
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert dataset.info.count == 18 and dataset.skipped[0].startswith("cat/liar.png: ")
    assert peak_bytes < 10_000_000


def test_entries_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "set.zip", {f"{name}/0.png": bytes(4000) for name in "ab"} | {"c/0.png": np.random.default_rng(1).bytes(4000)})
    content = path.read_bytes()
    directory, end = content.index(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    last = content[content.rindex(b"PK\x01\x02") : end]
    entries = content[directory:end] + b"".join(last.replace(b"c/0.png", b"%c/0.png" % (100 + number)) for number in range(20))
    tail = bytearray(content[end:])
    tail[8:10] = tail[10:12] = (23).to_bytes(2, "little")
    tail[12:16] = len(entries).to_bytes(4, "little")
    path.write_bytes(content[:directory] + entries + tail)
    with pytest.raises(DataError, match="23 entries overlap"):
        load(str(path))


def test_an_encrypted_entry_is_listed(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "set.zip", class_files(THREE))
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    path.write_bytes(content)
    assert load(str(path)).skipped == ("cat/000.png: encrypted",)


def test_random_damage_never_escapes_as_another_error(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "set.zip", class_files(THREE))
    whole = path.read_bytes()
    numbers = np.random.default_rng(11)
    outcomes = {"refused": 0, "skipped": 0, "whole": 0}
    for trial in range(80):
        content = bytearray(whole)
        for _ in range(int(numbers.integers(1, 8))):
            place = int(numbers.integers(len(content)))
            content[place] = int(numbers.integers(256))
        path.write_bytes(content[: int(numbers.integers(len(content)))] if trial % 4 == 0 else content)
        try:
            outcomes["skipped" if load(str(path)).skipped else "whole"] += 1
        except DataError as error:
            outcomes["refused"] += 1
            assert "\n" not in str(error)
    assert outcomes["refused"] >= 15 and outcomes["skipped"] >= 15
