from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from designer.data.dataset import Dataset, DatasetInfo, RawImages, Split
from designer.data.errors import DataError
from designer.data.registry import dataset_names, describe, load
from designer.data.stores import ArrayPictures
from designer.resources import resource

MnistLike = Callable[..., Path]


def array_of(dataset: Dataset) -> RawImages:
    assert isinstance(dataset.images, ArrayPictures)
    return dataset.images.array


def test_the_names_are_known_and_the_default_comes_first() -> None:
    assert dataset_names() == ("digits", "shapes", "mnist", "fashion-mnist", "cifar10")


@pytest.mark.parametrize(
    ("name", "hint"), [("mnits", "did you mean mnist"), ("DIGITS", "did you mean digits"), ("xyz", "known are digits, shapes, mnist")]
)
def test_an_unknown_name_is_refused_with_what_would_work(name: str, hint: str) -> None:
    for call in (describe, load):
        with pytest.raises(DataError, match=hint):
            call(name, None)


def test_a_hostile_name_is_shown_short_and_on_one_line() -> None:
    with pytest.raises(DataError) as refusal:
        describe("a\nb" * 100_000)
    assert "\n" not in str(refusal.value) and len(str(refusal.value)) < 400


def test_a_caption_says_name_number_and_shape() -> None:
    assert describe("digits").caption() == "digits · 1,797 × 1×8×8"
    assert describe("mnist").caption() == "mnist · 1×28×28"
    assert DatasetInfo("cars", "Cars", ("a", "b"), (3, 32, 40), 60_000).caption() == "cars · 60,000 × 3×32×40"


def test_the_digits_are_whole_and_credited() -> None:
    digits = load("digits")
    array = array_of(digits)
    assert array.shape == (1797, 8, 8) and array.dtype == np.uint8
    assert (array.min(), array.max()) == (0, digits.info.divisor)
    assert digits.labels.dtype == np.int64
    assert np.bincount(digits.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180], "as the collection itself counts them"
    assert [len(digits.splits[split]) for split in Split] == [1437, 180, 180]
    assert digits.fingerprint == "55682a4b918448f070302cc7378f94ffe4be5cfd3ca7d6ff1fd5b09c1d313616", "runs made with it stay comparable"
    assert digits.skipped == ()
    assert describe("digits").available
    credits = resource("digits", "CREDITS.txt").read_text(encoding="utf-8")
    assert all(word in credits for word in ("Alpaydin", "Kaynak", "CC BY 4.0"))
    assert resource("digits", "digits.npz").stat().st_size < 46_000


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_damaged_digits_say_that_the_program_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    damaged = tmp_path / "digits.npz"
    damaged.write_bytes(content)
    monkeypatch.setattr("designer.data.sources.digits.resource", lambda *parts: damaged)
    with pytest.raises(DataError, match="install the program again"):
        load("digits")


def test_pickled_digits_are_not_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "digits.npz", images=np.array([{"an": "object"}], dtype=object), labels=np.zeros(1))
    monkeypatch.setattr("designer.data.sources.digits.resource", lambda *parts: tmp_path / "digits.npz")
    with pytest.raises(DataError, match="install the program again"):
        load("digits")


@pytest.mark.parametrize("packed", [False, True])
def test_mnist_is_read_from_its_four_files(tmp_path: Path, mnist_like: MnistLike, packed: bool) -> None:
    root = mnist_like(tmp_path, packed=packed)
    info = describe("mnist", root)
    assert info.available and str(root / "mnist") in info.availability
    mnist = load("mnist", root)
    assert array_of(mnist).shape == (70, 28, 28) and mnist.info.caption() == "mnist · 70 × 1×28×28"
    assert [len(mnist.splits[split]) for split in Split] == [55, 5, 10]
    assert mnist.splits[Split.TEST].tolist() == list(range(60, 70))
    assert mnist.labels[mnist.splits[Split.TEST]].tolist() == [n % 10 for n in range(60, 70)]


def test_another_spelling_of_the_files_is_found(tmp_path: Path, mnist_like: MnistLike) -> None:
    root = mnist_like(tmp_path)
    expected = load("mnist", root).fingerprint
    for path in list((root / "mnist").iterdir()):
        path.rename(path.with_name(path.name.replace("-idx", ".idx")))
    assert load("mnist", root).fingerprint == expected


def test_mnist_in_another_order_trains_with_the_same_pictures(tmp_path: Path, mnist_like: MnistLike) -> None:
    plain = load("mnist", mnist_like(tmp_path / "plain"))
    shuffled = load("mnist", mnist_like(tmp_path / "shuffled", order=np.random.default_rng(5).permutation(60)))
    assert not np.array_equal(array_of(plain), array_of(shuffled))
    for split in Split:
        assert np.array_equal(array_of(plain)[plain.splits[split]], array_of(shuffled)[shuffled.splits[split]])
        assert np.array_equal(plain.labels[plain.splits[split]], shuffled.labels[shuffled.splits[split]])
    assert plain.fingerprint == shuffled.fingerprint


def test_missing_files_are_named_with_the_place_where_they_belong(tmp_path: Path, mnist_like: MnistLike) -> None:
    root = mnist_like(tmp_path)
    (root / "mnist" / "t10k-labels-idx1-ubyte").unlink()
    info = describe("mnist", root)
    assert not info.available
    assert "t10k-labels-idx1-ubyte" in info.availability and "train-images" not in info.availability
    with pytest.raises(DataError, match="lacks t10k-labels-idx1-ubyte"):
        load("mnist", root)
    for empty_root in (None, tmp_path / "nowhere"):
        assert not describe("mnist", empty_root).available
        with pytest.raises(DataError, match="train-images-idx3-ubyte"):
            load("mnist", empty_root)


def test_files_that_do_not_fit_together_are_refused(tmp_path: Path, mnist_like: MnistLike) -> None:
    whole, larger = mnist_like(tmp_path / "whole") / "mnist", mnist_like(tmp_path / "larger", test=11) / "mnist"
    (whole / "t10k-labels-idx1-ubyte").write_bytes((larger / "t10k-labels-idx1-ubyte").read_bytes())
    with pytest.raises(DataError, match="found 11 labels; expected 10"):
        load("mnist", tmp_path / "whole")
    with pytest.raises(DataError, match="found pictures of 30×30 pixels; expected 28×28"):
        load("mnist", mnist_like(tmp_path / "size", size=30))
    labels = mnist_like(tmp_path / "label") / "mnist" / "train-labels-idx1-ubyte"
    labels.write_bytes(labels.read_bytes()[:-1] + b"\x0a")
    with pytest.raises(DataError, match="found the label 10; expected 0 to 9"):
        load("mnist", tmp_path / "label")


def test_the_real_mnist_is_cut_as_promised(real_mnist_root: Path) -> None:
    mnist = load("mnist", real_mnist_root)
    assert [len(mnist.splits[split]) for split in Split] == [55_000, 5_000, 10_000]
    assert mnist.labels[mnist.splits[Split.TEST]][:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9], "the published order"
    positions = np.concatenate([mnist.splits[split] for split in Split])
    assert np.array_equal(np.sort(positions), np.arange(70_000))
