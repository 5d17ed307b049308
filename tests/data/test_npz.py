import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.data.dataset import Split
from designer.data.errors import DataError
from designer.data.registry import describe, load
from tests.data.pictures import pixels

LABELS = np.arange(40) % 4


def write(path: Path, **arrays: Any) -> str:
    np.savez_compressed(path, **arrays)
    return str(path)


@pytest.mark.parametrize("shape", [(40, 6, 5), (40, 6, 5, 1), (40, 6, 5, 3)])
def test_an_npz_is_read_and_cut_by_its_content(tmp_path: Path, shape: tuple[int, ...]) -> None:
    images = pixels(1, *shape)
    path = write(tmp_path / "set.npz", images=images, labels=LABELS)
    info, dataset = describe(path), load(path)
    assert info.classes == dataset.info.classes == ("0", "1", "2", "3") and info.count == dataset.info.count == 40
    assert info.shape == dataset.info.shape == (3 if shape[-1] == 3 else 1, 6, 5)
    assert [len(dataset.splits[split]) for split in Split] == [32, 4, 4]
    assert np.array_equal(dataset.images[7], images[7].squeeze()) and np.array_equal(dataset.labels, LABELS)
    shuffled = np.random.default_rng(1).permutation(40)
    assert load(write(tmp_path / "other.npz", images=images[shuffled], labels=LABELS[shuffled])).fingerprint == dataset.fingerprint


def test_class_names_come_from_classes_or_from_labels_that_are_names(tmp_path: Path) -> None:
    images = pixels(1, 40, 6, 5)
    names = np.array(["cat", "dog", "fox", "owl", "yak"])
    named = load(write(tmp_path / "a.npz", images=images, labels=LABELS.astype(np.uint8), classes=names))
    assert named.info.classes == ("cat", "dog", "fox", "owl", "yak")
    told = load(write(tmp_path / "b.npz", images=images, labels=names[LABELS]))
    assert told.info.classes == ("cat", "dog", "fox", "owl") and np.array_equal(told.labels, LABELS)


def test_whole_numbers_of_other_types_and_fortran_order_are_taken(tmp_path: Path) -> None:
    images = pixels(1, 40, 6, 5)
    for number, array in enumerate((images.astype(np.int64), np.asfortranarray(images), images.astype(">u2"))):
        dataset = load(write(tmp_path / f"{number}.npz", images=array, labels=LABELS.astype(np.int32)))
        assert np.array_equal(dataset.images[3], images[3])
    assert load(write(tmp_path / "bits.npz", images=images > 127, labels=LABELS)).images[3].max() == 255


IMAGES = pixels(1, 40, 6, 5)
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "fractions": ({"images": IMAGES / 255, "labels": LABELS}, "multiply by 255"),
    "too bright": ({"images": IMAGES.astype(np.int64) * 2, "labels": LABELS}, "expected 0 to 255"),
    "channels first": ({"images": pixels(1, 40, 3, 6, 5), "labels": LABELS}, "channels last"),
    "one picture": ({"images": IMAGES[0], "labels": LABELS}, "images are 6×5"),
    "no pictures": ({"images": IMAGES[:0], "labels": LABELS}, "images are 0×6×5"),
    "too few labels": ({"images": IMAGES, "labels": LABELS[:-1]}, "found 40 images and 39 labels"),
    "below zero": ({"images": IMAGES, "labels": LABELS - 1}, "found labels from -1 to 2"),
    "label fractions": ({"images": IMAGES, "labels": LABELS / 2}, "expected N whole numbers"),
    "one class": ({"images": IMAGES, "labels": LABELS * 0}, "found pictures of 1 class"),
    "far labels": ({"images": IMAGES, "labels": LABELS * 10**9}, "expected 0 to 65,535"),
    "few names": ({"images": IMAGES, "labels": LABELS, "classes": np.array(["a", "b"])}, "expected at least 4 names"),
    "other arrays": ({"x_train": IMAGES, "y_train": LABELS}, "found x_train.npy, y_train.npy; expected an .npz with images"),
    "objects": ({"images": np.array([{"an": "object"}] * 40, dtype=object), "labels": LABELS}, "never unpickled"),
    "object labels": ({"images": IMAGES, "labels": np.array([{"an": "object"}] * 40, dtype=object)}, "never unpickled"),
}


@pytest.mark.parametrize(("arrays", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_data_set_is_refused_with_one_sentence(tmp_path: Path, arrays: dict[str, Any], reason: str) -> None:
    with pytest.raises(DataError) as refusal:
        load(write(tmp_path / "set.npz", **arrays))
    assert reason in str(refusal.value) and "\n" not in str(refusal.value)


def npy(header: str, content: bytes = b"") -> bytes:
    text = header.ljust(118).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + content


HOSTILE = {
    "a header that promises a terabyte": (npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000, 1000, 1000), }"), "of memory are free"),
    "a header that promises more than there is": (npy("{'descr': '|u1', 'fortran_order': False, 'shape': (40, 6, 5), }", bytes(7)), "has 7 bytes"),
    "a header that promises less": (npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 6, 5), }", bytes(99)), "its header promises 60"),
    "a header that is a program": (npy("{'descr': '|u1', 'fortran_order': False, 'shape': (__import__('os').getpid(),), }"), "no .npz file"),
    "no header": (b"\x93NUMPY", "no .npz file"),
    "nothing": (b"", "no .npz file"),
    "negative sizes": (npy("{'descr': '|u1', 'fortran_order': False, 'shape': (-1, 6, 5), }", bytes(99)), "its header promises -30"),
}


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_headers_that_lie_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    labels = io.BytesIO()
    np.save(labels, LABELS)
    with zipfile.ZipFile(tmp_path / "set.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("images.npy", content)
        archive.writestr("labels.npy", labels.getvalue())
    with pytest.raises(DataError, match=reason):
        load(str(tmp_path / "set.npz"))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"\x93NUMPY" + bytes(100), b"<html>"):
        (tmp_path / "set.npz").write_bytes(content)
        for call in (describe, load):
            with pytest.raises(DataError, match=r"no \.npz file that can be read"):
                call(str(tmp_path / "set.npz"))
    with pytest.raises(DataError, match="there is no such file"):
        load(str(tmp_path / "nowhere.npz"))
