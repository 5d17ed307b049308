from pathlib import Path

import numpy as np
import pytest

from designer.data.dataset import Split
from designer.data.errors import DataError
from designer.data.prepared import Form, load_prepared, prepare_dataset
from designer.data.progress import LoadingCancelledError, Progress
from designer.data.registry import load


def test_the_digits_come_ready_for_the_network() -> None:
    data = load_prepared("digits", None, (1, 28, 28))
    for split, part in ((Split.TRAIN, data.train), (Split.VALIDATION, data.validation), (Split.TEST, data.test)):
        assert part.images.shape == (data.count(split), 1, 28, 28) and part.images.dtype == np.float32
        assert part.images.flags.writeable and part.images.flags.c_contiguous, "torch takes it without a copy or a warning"
        assert part.labels.shape == (data.count(split),) and part.labels.dtype == np.int64
        assert part.images.min() >= 0 and part.images.max() <= 1.000001
    assert data.classes == tuple("0123456789")
    assert data.preparation.shape == (1, 28, 28) and data.preparation.divisor == 16
    assert data.fingerprint == load("digits").fingerprint


def test_standard_uses_the_training_part_alone_for_every_part() -> None:
    digits = load("digits")
    data, plain = prepare_dataset(digits, (3, 16, 16), "standard"), prepare_dataset(digits, (3, 16, 16))
    np.testing.assert_allclose(data.train.images.mean(axis=(0, 2, 3), dtype=np.float64), 0, atol=1e-6)
    np.testing.assert_allclose(data.train.images.std(axis=(0, 2, 3), dtype=np.float64), 1, atol=1e-5)
    expected = (plain.test.images - np.float32(data.preparation.mean[0])) / np.float32(data.preparation.std[0])
    assert np.array_equal(data.test.images, expected)


@pytest.mark.parametrize("normalize", ["none", "standard"])
def test_a_probe_has_the_bits_of_its_place_in_the_part(normalize: str) -> None:
    data = load_prepared("digits", None, (1, 28, 28), "standard" if normalize == "standard" else "none")
    for split, part in ((Split.TRAIN, data.train), (Split.TEST, data.test)):
        image, label = data.sample(split, 17)
        assert np.array_equal(image, part.images[17]) and label == part.labels[17]
    with pytest.raises(IndexError):
        data.sample(Split.TEST, 180)


def test_what_fits_the_memory_is_prepared_at_once_and_the_rest_is_asked_for() -> None:
    digits = load("digits")
    held = prepare_dataset(digits, (1, 28, 28))
    assert held.form is Form.PREPARED and {"train", "validation", "test"} <= set(vars(held))
    asked = prepare_dataset(digits, (1, 28, 28), most_bytes=4 * 1797 * 28 * 28 - 1)
    assert asked.form is Form.ASKED_FOR and "train" not in vars(asked)
    assert np.array_equal(asked.pictures(Split.TRAIN, np.array([5, 3, 1436])), held.train.images[[5, 3, 1436]])


def test_pictures_of_the_inputs_own_size_are_held_as_bytes_where_they_would_not_fit_otherwise() -> None:
    data = prepare_dataset(load("digits"), (1, 8, 8), most_bytes=4 * 1797 * 64 - 1)
    assert data.form is Form.RAW
    assert np.array_equal(data.raw(Split.TEST) / np.float32(16), prepare_dataset(load("digits"), (1, 8, 8)).test.images)
    assert prepare_dataset(load("digits"), (1, 8, 8), most_bytes=1797 * 64 - 1).form is Form.ASKED_FOR


@pytest.mark.parametrize("most_bytes", [10**9, 1797 * 64 * 3, 1000])
def test_mean_and_deviation_have_the_same_bits_however_the_pictures_are_held(most_bytes: int) -> None:
    expected = prepare_dataset(load("digits"), (3, 8, 8), "standard").preparation
    assert prepare_dataset(load("digits"), (3, 8, 8), "standard", most_bytes=most_bytes).preparation == expected


def test_the_classes_of_the_training_part_are_counted() -> None:
    data = load_prepared("digits", None, (1, 8, 8))
    assert data.class_counts == tuple(np.bincount(data.train.labels).tolist()) and sum(data.class_counts) == 1437


def test_preparing_tells_how_far_it_is_and_can_be_given_up() -> None:
    told: list[Progress] = []
    prepare_dataset(load("digits"), (1, 8, 8), watch=told.append)
    assert {progress.doing for progress in told} == {"preparing"} and told[-1].total == 1797
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)

    def give_up(progress: Progress) -> None:
        raise LoadingCancelledError("enough")

    with pytest.raises(LoadingCancelledError):
        prepare_dataset(load("digits"), (1, 8, 8), watch=give_up)


def test_an_input_block_that_takes_no_pictures_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="takes 2 channels"):
        load_prepared("mnist", tmp_path / "nowhere", (2, 28, 28))


def test_the_real_mnist_keeps_its_known_mean_and_deviation(real_mnist_root: Path) -> None:
    data = load_prepared("mnist", real_mnist_root, (1, 28, 28), "standard")
    assert data.preparation.mean[0] == pytest.approx(0.1307, abs=2e-4)
    assert data.preparation.std[0] == pytest.approx(0.3081, abs=2e-4)
    assert data.train.images.shape == (55_000, 1, 28, 28)
