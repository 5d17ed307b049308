import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

from designer.data.dataset import Split
from designer.data.errors import DataError, NotHereError
from designer.data.registry import describe, load
from designer.data.sources.cifar10 import ARCHIVE, FILES
from tests.data.pictures import pixels

RECORDS = 12


def contents() -> dict[str, bytes]:
    """Return the six files of a small CIFAR-10."""
    found = {}
    for number, file in enumerate(FILES):
        records = pixels(number, RECORDS, 3073)
        records[:, 0] = (np.arange(RECORDS) + number) % 10
        found[file] = records.tobytes()
    return found


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def write_archive(folder: Path, files: dict[str, bytes], prefix: str = "cifar-10-batches-bin/", more: tuple[tarfile.TarInfo, ...] = ()) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / ARCHIVE, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(prefix + name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for member in more:
            archive.addfile(member)
    return folder / ARCHIVE


def test_its_files_are_read_with_the_channels_last(tmp_path: Path) -> None:
    write_folder(tmp_path / "cifar10", contents())
    cifar = load("cifar10", tmp_path)
    assert cifar.info.count == 6 * RECORDS and cifar.info.shape == (3, 32, 32) and cifar.info.classes[3] == "cat"
    record = np.frombuffer(contents()["data_batch_2.bin"], np.uint8).reshape(-1, 3073)[5]
    picture = cifar.images[RECORDS + 5]
    assert cifar.labels[RECORDS + 5] == record[0]
    assert picture[0, 1].tolist() == [record[2], record[1024 + 2], record[2048 + 2]], "red, green and blue of the second pixel"
    assert [len(cifar.splits[split]) for split in Split] == [54, 6, 12]
    assert cifar.splits[Split.TEST].tolist() == list(range(60, 72))


@pytest.mark.parametrize("place", ["cifar10", "cifar10/cifar-10-batches-bin", "archive"])
def test_files_unpacked_files_and_archive_are_one_data_set(tmp_path: Path, place: str) -> None:
    write_folder(tmp_path / "plain" / "cifar10", contents())
    if place == "archive":
        write_archive(tmp_path / "other" / "cifar10", {"batches.meta.txt": b"airplane\n", **contents()})
    else:
        write_folder(tmp_path / "other" / place, contents())
    assert describe("cifar10", tmp_path / "other").available
    assert load("cifar10", tmp_path / "other").fingerprint == load("cifar10", tmp_path / "plain").fingerprint


def test_the_data_root_comes_before_what_was_downloaded(tmp_path: Path) -> None:
    write_folder(tmp_path / "root" / "cifar10", contents())
    write_folder(tmp_path / "downloads" / "cifar10", {name: content[:3073] for name, content in contents().items()})
    assert load("cifar10", tmp_path / "root", tmp_path / "downloads").info.count == 72
    assert load("cifar10", tmp_path / "nowhere", tmp_path / "downloads").info.count == 6


def test_what_is_not_here_says_what_would_work(tmp_path: Path) -> None:
    for root, text in ((None, "no data folder is set: download CIFAR-10 (170 MB)"), (tmp_path, f"{tmp_path / 'cifar10'} lacks {ARCHIVE}")):
        info = describe("cifar10", root)
        assert not info.available and text in info.availability and info.download_bytes == 170_052_171
        with pytest.raises(NotHereError) as refusal:
            load("cifar10", root)
        assert refusal.value.download_bytes == 170_052_171 and text in str(refusal.value)


def test_paths_and_links_in_the_archive_lead_nowhere(tmp_path: Path) -> None:
    link = tarfile.TarInfo("../../escaped")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    fake = tarfile.TarInfo("cifar-10-batches-bin/test_batch.bin")
    fake.type, fake.linkname = tarfile.LNKTYPE, "/etc/passwd"
    root = tmp_path / "root"
    write_archive(root / "cifar10", contents(), prefix="../../../../outside/", more=(link, fake))
    before = sorted(path for path in tmp_path.rglob("*"))
    assert load("cifar10", root).info.count == 72
    assert sorted(path for path in tmp_path.rglob("*")) == before, "nothing is unpacked"


DAMAGED = {
    "half a record": ({"data_batch_3.bin": bytes(3073 * 2 - 5)}, "data_batch_3.bin has 6,141 bytes"),
    "nothing": ({"test_batch.bin": b""}, "test_batch.bin has 0 bytes"),
    "label": ({"data_batch_1.bin": b"\x0a" + bytes(3072)}, "has the label 10; expected 0 to 9"),
}


@pytest.mark.parametrize(("changes", "reason"), DAMAGED.values(), ids=DAMAGED.keys())
@pytest.mark.parametrize("packed", [False, True])
def test_damaged_files_are_refused(tmp_path: Path, changes: dict[str, bytes], reason: str, packed: bool) -> None:
    (write_archive if packed else write_folder)(tmp_path / "cifar10", contents() | changes)
    with pytest.raises(DataError, match=reason):
        load("cifar10", tmp_path)


def test_damaged_archives_are_refused_with_one_sentence(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "cifar10", contents())
    whole = path.read_bytes()
    numbers = np.random.default_rng(5)
    refused = 0
    for trial in range(40):
        content = bytearray(whole)
        content[int(numbers.integers(len(content)))] ^= 1 << int(numbers.integers(8))
        path.write_bytes(content[: int(numbers.integers(len(content)))] if trial % 2 else content)
        try:
            load("cifar10", tmp_path)
        except DataError as error:
            refused += 1
            assert str(error).startswith(str(path)) and "\n" not in str(error)
    assert refused >= 20


def test_an_archive_that_unpacks_to_much_is_refused_at_its_header(tmp_path: Path) -> None:
    huge = tarfile.TarInfo("cifar-10-batches-bin/data_batch_1.bin")
    huge.size = 2**40
    (tmp_path / "cifar10").mkdir()
    with tarfile.open(tmp_path / "cifar10" / ARCHIVE, "w:gz") as archive:
        archive.fileobj.write(huge.tobuf())  # the header alone
    with pytest.raises(DataError, match=r"has 1,099,511,627,776 bytes"):
        load("cifar10", tmp_path)


def test_an_archive_without_a_file_says_which(tmp_path: Path) -> None:
    files = contents()
    del files["data_batch_4.bin"]
    write_archive(tmp_path / "cifar10", files)
    with pytest.raises(DataError, match=r"lacks data_batch_4\.bin"):
        load("cifar10", tmp_path)
