import dataclasses
import gzip
import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from designer.data import registry
from designer.data.download import download
from designer.data.errors import DataError, NotHereError
from designer.data.progress import LoadingCancelledError, Progress
from designer.data.registry import describe, load
from designer.data.sources import cifar10, fashion_mnist, mnist
from designer.data.sources.idx_folder import FILES
from designer.data.sources.source import Remote, RemoteFile
from tests.data import web
from tests.data.conftest import idx_bytes

BYTES = {name: np.random.default_rng(number).bytes(200_000 + 1000 * number) for number, name in enumerate(("first.bin", "second.bin"))}


def remote(*mirrors: str) -> Remote:
    files = tuple(RemoteFile(name, f"sha256:{hashlib.sha256(content).hexdigest()}", len(content)) for name, content in BYTES.items())
    return Remote(files, mirrors)


def nothing_there() -> str:
    """Return a mirror at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


@pytest.fixture
def told() -> list[Progress]:
    return []


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_all_files_are_fetched_once_and_the_progress_runs_over_all_of_them(tmp_path: Path, told: list[Progress]) -> None:
    with web.serving(BYTES) as server:
        for _ in range(2):
            download("set", remote(server.mirror("good")), tmp_path / "set", told.append)
        assert server.asked == ["/good/first.bin", "/good/second.bin"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "set").iterdir()} == BYTES
    total = sum(map(len, BYTES.values()))
    assert {progress.total for progress in told} == {total} and told[-1].done == total
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)


BAD = {"wrong_bytes": web.wrong_bytes, "missing": web.missing, "broken": web.broken, "endless": web.endless}
REASONS = {
    "wrong_bytes": "other bytes than were published", "missing": "answered 404", "broken": "the connection broke off",
    "endless": "more than the published 200,000 bytes",
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_after_a_bad_mirror_the_next_one_is_asked(tmp_path: Path, told: list[Progress], kind: str) -> None:
    with web.serving(BYTES, **BAD) as server:
        download("set", remote(server.mirror(kind), server.mirror("good")), tmp_path, told.append)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == BYTES


def test_when_no_mirror_helps_every_one_is_named_with_its_reason_and_what_to_do(tmp_path: Path, told: list[Progress]) -> None:
    with web.serving(BYTES, **BAD) as server, pytest.raises(DataError) as refusal:
        download("set", remote(*map(server.mirror, BAD), nothing_there()), tmp_path, told.append)
    text = str(refusal.value)
    assert [reason for reason in REASONS.values() if reason not in text] == []
    assert "cannot be reached" in text and "put first.bin into DIR/set and name DIR as the data folder (--data-root DIR)" in text
    assert "\n" not in text and list(tmp_path.iterdir()) == [], "no half file is left"


def test_offline_is_one_sentence(tmp_path: Path, told: list[Progress]) -> None:
    first, second = nothing_there(), nothing_there()
    with pytest.raises(DataError, match="set cannot be downloaded") as refusal:
        download("set", remote(first, second), tmp_path, told.append)
    assert all(mirror.split("/")[2] in str(refusal.value) for mirror in (first, second)) and "\n" not in str(refusal.value)


def test_a_download_that_is_given_up_leaves_no_half_file(tmp_path: Path) -> None:
    def give_up(progress: Progress) -> None:
        if progress.done > 250_000:
            raise LoadingCancelledError("enough")

    with web.serving(BYTES) as server, pytest.raises(LoadingCancelledError):
        download("set", remote(server.mirror("good"), server.mirror("good")), tmp_path, give_up)
    assert [path.name for path in tmp_path.iterdir()] == ["first.bin"], "a whole file is kept, a half one is not"


def test_what_a_killed_download_left_is_removed_and_a_damaged_file_fetched_again(tmp_path: Path, told: list[Progress]) -> None:
    (tmp_path / "tmpx1y2z3").write_bytes(b"half")
    (tmp_path / "first.bin").write_bytes(b"damaged since")
    with web.serving(BYTES) as server:
        download("set", remote(server.mirror("good")), tmp_path, told.append)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == BYTES


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, told: list[Progress]) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match=r"file/set cannot be written"):
        download("set", remote(nothing_there()), tmp_path / "file" / "set", told.append)


@pytest.fixture
def small_mnist(monkeypatch: pytest.MonkeyPatch) -> Iterator[web.Web]:
    """Let MNIST be a small one on this machine."""
    numbers = np.random.default_rng(7)
    arrays = [numbers.integers(0, 256, (60, 28, 28), dtype=np.uint8), np.arange(60, dtype=np.uint8) % 10]
    contents = {f"{file}.gz": gzip.compress(idx_bytes(array)) for file, array in zip(FILES, arrays * 2, strict=True)}
    files = tuple(RemoteFile(name, f"sha256:{hashlib.sha256(content).hexdigest()}", len(content)) for name, content in contents.items())
    with web.serving(contents) as server:
        small = dataclasses.replace(mnist.SOURCE, remote=Remote(files, (server.mirror("good"),)))
        monkeypatch.setitem(registry._SOURCES, "mnist", small)
        yield server


def test_a_data_set_is_downloaded_only_when_it_is_asked_for_and_only_once(tmp_path: Path, small_mnist: web.Web) -> None:
    with pytest.raises(NotHereError):
        load("mnist", None, tmp_path)
    assert small_mnist.asked == [] and list(tmp_path.iterdir()) == []
    assert load("mnist", None, tmp_path, may_download=True).info.count == 120
    assert load("mnist", None, tmp_path).info.count == 120 and describe("mnist", None, tmp_path).available
    assert len(small_mnist.asked) == 4


def test_what_lies_in_the_data_root_is_not_downloaded(tmp_path: Path, small_mnist: web.Web, mnist_like: object) -> None:
    root = mnist_like(tmp_path / "root")  # type: ignore[operator]  # the fixture's function
    assert load("mnist", root, tmp_path / "downloads", may_download=True).info.count == 70
    assert small_mnist.asked == [] and not (tmp_path / "downloads").exists()


def test_the_published_sums_are_whole() -> None:
    for source, size in ((mnist.SOURCE, 11_594_722), (fashion_mnist.SOURCE, 30_878_645), (cifar10.SOURCE, 170_052_171)):
        assert source.remote is not None and source.remote.size_bytes == source.info.download_bytes == size
        assert len(source.remote.mirrors) >= 2 and all(mirror.startswith("http") and mirror.endswith("/") for mirror in source.remote.mirrors)
        for file in source.remote.files:
            kind, _, digits = file.known_hash.partition(":")
            assert kind == "sha256" and len(bytes.fromhex(digits)) == 32
