import json
from typing import Any

import numpy as np
import pytest

from designer.data.errors import DataError
from designer.data.preparation import Preparation, measure, normalize_in_place

PLAIN = Preparation(1, 28, 28, 16)
STANDARD = Preparation(3, 9, 10, 255, "standard", (0.1, 0.2, 1 / 3), (0.5, 1.0, 0.3))


@pytest.mark.parametrize("preparation", [PLAIN, STANDARD])
def test_json_brings_back_the_same_preparation(preparation: Preparation) -> None:
    assert Preparation.from_json(json.loads(json.dumps(preparation.to_json()))) == preparation


BAD_VALUES: list[tuple[str, object]] = [
    ("channels", 2),
    ("channels", True),
    ("channels", 1.0),
    ("height", 0),
    ("height", -3),
    ("width", 16_385),
    ("width", 10**400),
    ("divisor", 0),
    ("divisor", "255"),
    ("normalize", "other"),
    ("normalize", None),
    ("normalize", ["standard"]),
    ("mean", []),
    ("mean", [0.1, 0.2]),
    ("mean", [0.1, 0.2, float("nan")]),
    ("mean", [0.1, 0.2, float("inf")]),
    ("mean", [0.1, 0.2, 10**400]),
    ("mean", {"0": 1}),
    ("std", [0.1, 0.2, 0.0]),
    ("std", [0.1, 0.2, -1.0]),
    ("std", [0.1, 0.2, 1e-320]),
    ("std", [True, True, True]),
    ("std", None),
]


@pytest.mark.parametrize(("key", "value"), BAD_VALUES)
def test_a_value_that_is_not_allowed_is_named(key: str, value: object) -> None:
    with pytest.raises(DataError, match=key) as refusal:
        Preparation.from_json({**STANDARD.to_json(), key: value})
    assert "\n" not in str(refusal.value) and len(str(refusal.value)) < 300


ONE_KEY_LESS = {key: value for key, value in PLAIN.to_json().items() if key != "mean"}


@pytest.mark.parametrize("value", [None, [], "standard", {}, {**PLAIN.to_json(), "more": 1}, ONE_KEY_LESS])
def test_missing_and_unknown_keys_are_refused(value: Any) -> None:
    with pytest.raises(DataError, match="expected the keys channels, height, width, divisor, normalize, mean, std"):
        Preparation.from_json(value)


def test_standard_needs_its_numbers_and_none_has_none() -> None:
    with pytest.raises(DataError, match="expected a list of 0 numbers"):
        Preparation.from_json({**PLAIN.to_json(), "mean": [0.5]})


def test_measuring_gives_mean_and_deviation_per_channel() -> None:
    images = np.random.default_rng(0).random((2500, 3, 4, 5), dtype=np.float32) * np.array([1, 2, 0.5], np.float32)[:, None, None]
    mean, std = measure(images)
    np.testing.assert_allclose(mean, images.astype(np.float64).mean(axis=(0, 2, 3)), rtol=1e-12)
    np.testing.assert_allclose(std, images.astype(np.float64).std(axis=(0, 2, 3)), rtol=1e-6)
    normalize_in_place(images, Preparation(3, 4, 5, 255, "standard", mean, std))
    np.testing.assert_allclose(images.mean(axis=(0, 2, 3), dtype=np.float64), 0, atol=1e-6)
    np.testing.assert_allclose(images.std(axis=(0, 2, 3), dtype=np.float64), 1, atol=1e-6)


def test_a_channel_that_never_changes_is_only_centred() -> None:
    images = np.full((10, 1, 3, 3), 0.1, np.float32)
    mean, std = measure(images)
    assert std == (1.0,)
    assert np.abs(normalize_in_place(images, Preparation(1, 3, 3, 255, "standard", mean, std))).max() < 1e-6


def test_one_picture_has_the_bits_it_has_among_others() -> None:
    raw = np.random.default_rng(2).integers(0, 256, (300, 12, 13, 3), dtype=np.uint8)
    together = STANDARD.apply(raw)
    assert np.array_equal(STANDARD.apply_one(raw[299]), together[299])


def test_a_drawing_is_divided_by_its_own_brightness() -> None:
    drawing = np.full((50, 40), 255, np.uint8)
    np.testing.assert_allclose(PLAIN.apply_one(drawing, divisor=255), 1.0, rtol=0, atol=1e-6)
