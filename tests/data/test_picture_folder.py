import os
from pathlib import Path

import numpy as np
import pytest

from designer.data.dataset import Dataset, Split
from designer.data.errors import DataError
from designer.data.picture_files import FilePictures
from designer.data.prepared import Form, prepare_dataset
from designer.data.progress import LoadingCancelledError, Progress
from designer.data.registry import describe, load
from designer.data.sources.picture_folder import load_folder
from designer.data.stores import ArrayPictures, ManySizes
from tests.data.pictures import class_files, file_bytes, pixels, write_folder, write_zip

THREE = {"cat": 20, "dog": 30, "fox": 10}


def counts(dataset: Dataset) -> list[int]:
    return [len(dataset.splits[split]) for split in Split]


def test_a_folder_per_class_is_read_and_cut_by_the_paths(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "pets", class_files(THREE))
    dataset = load(str(folder))
    assert (dataset.info.classes, dataset.info.shape, dataset.info.count, dataset.info.title) == (("cat", "dog", "fox"), (3, 6, 5), 60, "pets")
    assert counts(dataset) == [48, 6, 6] and "80 %" in dataset.parting
    assert np.bincount(dataset.labels).tolist() == [20, 30, 10]
    assert isinstance(dataset.images, ArrayPictures) and np.array_equal(dataset.images[20], pixels(1000, 6, 5, 3))
    assert dataset.smallest == dataset.info.shape and dataset.skipped == () and dataset.notes == ()


def test_the_classes_are_declared_without_opening_a_picture(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {name: b"no picture at all" for name in class_files(THREE)})
    info = describe(str(folder))
    assert (info.classes, info.count) == (("cat", "dog", "fox"), 60)


def test_a_picture_stays_in_its_part_whatever_else_the_folder_holds(tmp_path: Path) -> None:
    few, many = (load(str(write_folder(tmp_path / name, class_files(size)))) for name, size in (("few", THREE), ("many", {**THREE, "owl": 40})))
    again = load(str(write_folder(tmp_path / "elsewhere" / "again", class_files(THREE))))
    assert few.fingerprint == again.fingerprint != many.fingerprint
    for split in Split:
        assert np.array_equal(few.splits[split], again.splits[split])


@pytest.mark.parametrize("top", ["", "pets/", "pets/inner/"])
def test_a_zip_is_read_like_its_folder_without_being_unpacked(tmp_path: Path, top: str) -> None:
    files = class_files(THREE)
    folder, archive = load(str(write_folder(tmp_path / "pets", files))), load(str(write_zip(tmp_path / "pets.zip", files, top)))
    assert archive.fingerprint == folder.fingerprint and archive.info.classes == folder.info.classes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pets", "pets.zip"]


PARTS = [
    ({"train": 1.0, "validation": 0.5, "test": 0.5}, [60, 30, 30], "as they are given"),
    ({"training": 1.0, "Valid": 0.5, "TEST": 0.5}, [60, 30, 30], "as they are given"),
    ({"train": 1.0, "test": 0.5}, [54, 6, 30], "the test is as given; one training picture in 10 validates"),
    ({"train": 1.0, "val": 0.5}, [54, 30, 6], "no test is: one training picture in 10 tests"),
    ({"train": 1.0}, [48, 6, 6], "only training pictures are given"),
]


@pytest.mark.parametrize(("parts", "expected", "sentence"), PARTS)
def test_given_parts_are_kept_and_missing_ones_cut_from_training(tmp_path: Path, parts: dict[str, float], expected: list[int], sentence: str) -> None:
    dataset = load(str(write_folder(tmp_path, class_files(THREE, parts=parts))))
    assert counts(dataset) == expected and sentence in dataset.parting
    positions = np.concatenate([dataset.splits[split] for split in Split])
    assert sorted(positions.tolist()) == list(range(sum(expected))), "every picture in exactly one part"


def test_without_a_training_part_nothing_can_be_trained(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="training pictures are needed, in a folder train"):
        load(str(write_folder(tmp_path, class_files(THREE, parts={"validation": 1.0, "test": 1.0}))))


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    dataset = load(str(write_folder(tmp_path, class_files({"plane": 5, "test": 5, "train": 5}))))
    assert dataset.info.classes == ("plane", "test", "train") and counts(dataset) == [12, 1, 2]


def test_classes_that_are_numbers_are_in_their_order(tmp_path: Path) -> None:
    assert load(str(write_folder(tmp_path, class_files({"10": 3, "9": 3, "0": 3})))).info.classes == ("0", "9", "10")


def test_equal_pictures_in_training_and_test_are_said(tmp_path: Path) -> None:
    files = class_files(THREE, parts={"train": 1.0, "test": 0.5})
    files["test/cat/000.png"] = files["train/cat/005.png"] = files["train/cat/006.png"]
    assert any("1 of 30 test pictures also occur in the training part" in note for note in load(str(write_folder(tmp_path, files))).notes)


def test_what_cannot_be_read_is_skipped_counted_and_listed_with_the_reason(tmp_path: Path) -> None:
    files = class_files(THREE)
    whole = files["cat/001.png"]
    files |= {
        "cat/001.png": whole[: len(whole) // 2], "cat/002.png": b"", "dog/000.png": b"<!DOCTYPE html>", "dog/notes.txt": b"hello",
        "read me.png": whole, ".hidden/a.png": whole, "cat/.DS_Store": b"x", "dog/Thumbs.db": b"x", "fox/000.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
    }  # fmt: skip
    dataset = load(str(write_folder(tmp_path, files)))
    assert dataset.info.count == 56
    assert [sentence.split(": ")[0] for sentence in dataset.skipped] == [
        "cat/001.png", "cat/002.png", "dog/000.png", "dog/notes.txt", "fox/000.png", "read me.png",
    ]  # fmt: skip
    assert "no picture by its name" in dataset.skipped[3] and "in no folder of a class" in dataset.skipped[5]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "found no folder of a class"),
        ({"a.png": b"", "b.png": b""}, "found no folder of a class"),
        (class_files({"cat": 4}), "found 1 folder of a class"),
        ({**class_files({"cat": 4}), "dog/a.png": b"damaged"}, "found pictures of 1 class; at least 2 are needed; 1 files could not be read"),
    ],
    ids=["empty", "no folders", "one class", "one class readable"],
)
def test_fewer_than_two_classes_are_an_error(tmp_path: Path, files: dict[str, bytes], reason: str) -> None:
    (tmp_path / "set").mkdir()
    for path in (write_folder(tmp_path / "set", files), write_zip(tmp_path / "set.zip", files)):
        with pytest.raises(DataError) as refusal:
            load(str(path))
        assert reason in str(refusal.value) and "\n" not in str(refusal.value)


def test_a_class_without_a_readable_picture_is_named(tmp_path: Path) -> None:
    dataset = load(str(write_folder(tmp_path, {**class_files(THREE), "yak/0.png": b"damaged"})))
    assert dataset.info.classes == ("cat", "dog", "fox", "yak") and dataset.notes == ("no picture of yak could be read",)


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    files = class_files(THREE)
    folder = write_folder(tmp_path / "set", files)
    write_folder(tmp_path / "secret", {"owl/0.png": files["cat/000.png"]})
    (folder / "cat" / "link.png").symlink_to(tmp_path / "secret" / "owl" / "0.png")
    (folder / "owl").symlink_to(tmp_path / "secret" / "owl")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "cat" / "pipe.png")
    dataset = load(str(folder))
    assert dataset.info.classes == ("cat", "dog", "fox") and dataset.info.count == 60
    link = "a link; links are not followed"
    assert [sentence.split(": ")[1] for sentence in dataset.skipped] == [link, "no plain file", link, link]


def test_names_that_mean_harm_are_shown_on_one_line(tmp_path: Path) -> None:
    name = "cat/a\nb\x1b[31m" + "x" * 200 + ".png"
    (sentence,) = load(str(write_folder(tmp_path, {**class_files(THREE), name: b"damaged"}))).skipped
    assert sentence.isprintable() and len(sentence) < 400


def test_sizes_and_colours_may_differ(tmp_path: Path) -> None:
    files = class_files(THREE) | {"cat/big.png": file_bytes(pixels(1, 40, 30)), "dog/wide.png": file_bytes(pixels(2, 7, 90, 3))}
    dataset = load(str(write_folder(tmp_path, files)))
    assert isinstance(dataset.images, ManySizes)
    assert (dataset.info.shape, dataset.smallest) == ((3, 40, 30), (3, 6, 5))
    assert sorted({dataset.images[position].shape for position in range(62)}) == [(6, 5, 3), (7, 90, 3), (40, 30)]


def test_grey_and_colour_of_one_size_are_held_in_one_array_and_lose_nothing(tmp_path: Path) -> None:
    files = class_files(THREE) | {"cat/grey.png": file_bytes(pixels(1, 6, 5))}
    dataset = load(str(write_folder(tmp_path, files)))
    assert isinstance(dataset.images, ArrayPictures)
    position = sorted(files).index("cat/grey.png")
    grey = prepare_dataset(dataset, (1, 6, 5)).preparation
    assert np.array_equal(dataset.images.prepared(np.array([position]), grey)[0, 0], pixels(1, 6, 5) / np.float32(255))


@pytest.mark.parametrize("zipped", [False, True])
def test_pictures_that_do_not_fit_the_memory_stay_in_their_files_and_have_the_same_bits(tmp_path: Path, zipped: bool) -> None:
    files = class_files(THREE) | {"cat/big.jpg": file_bytes(pixels(1, 40, 30, 3), "JPEG")}
    path = write_zip(tmp_path / "set.zip", files, "top/") if zipped else write_folder(tmp_path / "set", files)
    held, filed = load(str(path)), load_folder(path, lambda progress: None, most_bytes=500)
    assert isinstance(filed.images, FilePictures) and filed.fingerprint == held.fingerprint
    plain = prepare_dataset(held, (3, 9, 9), "standard")
    for most_bytes, form in ((10**9, Form.PREPARED), (100, Form.ASKED_FOR)):
        data = prepare_dataset(filed, (3, 9, 9), "standard", most_bytes=most_bytes)
        assert data.form is form and data.preparation == plain.preparation
        assert np.array_equal(data.pictures(Split.TRAIN, np.arange(data.count(Split.TRAIN))), plain.train.images)


def test_a_file_that_has_vanished_is_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "set", class_files(THREE))
    dataset = load_folder(folder, lambda progress: None, most_bytes=0)
    (folder / "dog" / "004.png").unlink()
    position = 20 + 4
    with pytest.raises(DataError, match=r"dog/004\.png could be read when the data set was loaded, and now it cannot .*put it back"):
        dataset.images[position]
    assert dataset.images[position + 1].shape == (6, 5, 3)


def test_reading_tells_how_far_it_is_and_can_be_given_up(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, class_files({"cat": 100, "dog": 100}))
    told: list[Progress] = []
    load(str(folder), watch=told.append)
    assert [progress.done for progress in told] == [0, 64, 128, 192, 200] and {progress.total for progress in told} == {200}

    def give_up(progress: Progress) -> None:
        if progress.done > 100:
            raise LoadingCancelledError("enough")

    with pytest.raises(LoadingCancelledError):
        load(str(folder), watch=give_up)


@pytest.mark.parametrize("name", ["./nowhere", "/dev/null", "./a\0b", "./x" * 2000])
def test_a_path_to_nothing_is_refused_with_what_would_work(name: str) -> None:
    for call in (describe, load):
        with pytest.raises(DataError, match=r"expected a folder with a sub-folder for each class, a zip of one, or an \.npz"):
            call(name)
