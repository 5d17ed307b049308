from pathlib import Path

import numpy as np
import pytest

from designer.data.dataset import Split
from designer.data.errors import DataError
from designer.data.prepared import load_prepared, prepare_dataset
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


def test_validation_and_test_wait_until_they_are_asked_for() -> None:
    data = load_prepared("digits", None, (1, 28, 28))
    assert "test" not in vars(data) and "validation" not in vars(data)
    assert data.test is data.test


def test_an_input_block_that_takes_no_pictures_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="takes 2 channels"):
        load_prepared("mnist", tmp_path / "nowhere", (2, 28, 28))


def test_the_real_mnist_keeps_its_known_mean_and_deviation(real_mnist_root: Path) -> None:
    data = load_prepared("mnist", real_mnist_root, (1, 28, 28), "standard")
    assert data.preparation.mean[0] == pytest.approx(0.1307, abs=2e-4)
    assert data.preparation.std[0] == pytest.approx(0.3081, abs=2e-4)
    assert data.train.images.shape == (55_000, 1, 28, 28)
