import hashlib

import numpy as np
import pytest

from designer.data.dataset import Labels, RawImages, Split
from designer.data.errors import DataError
from designer.data.splits import cut_three_ways, cut_validation, fingerprint, sample_digests


def some_data(count: int, seed: int = 0) -> tuple[RawImages, Labels]:
    numbers = np.random.default_rng(seed)
    return numbers.integers(0, 3, (count, 2, 2), dtype=np.uint8), numbers.integers(0, 4, count)  # 81 pictures exist: many are equal


def content(images: RawImages, labels: Labels, positions: Labels) -> list[tuple[bytes, int]]:
    return [(images[position].tobytes(), int(labels[position])) for position in positions]


def test_a_digest_is_the_hash_of_the_pictures_bytes() -> None:
    images, _ = some_data(5)
    assert sample_digests(images) == [hashlib.sha256(image.tobytes()).digest() for image in images]
    assert sample_digests(images.swapaxes(1, 2))[0] == hashlib.sha256(images[0].T.tobytes()).digest()


@pytest.mark.parametrize("count", [3, 4, 7, 9, 10, 11, 19, 100, 101, 1797])
def test_three_parts_are_disjoint_and_cover_everything(count: int) -> None:
    images, labels = some_data(count)
    splits = cut_three_ways(sample_digests(images), labels)
    assert sorted(np.concatenate([splits[split] for split in Split]).tolist()) == list(range(count))
    assert min(len(splits[split]) for split in Split) >= 1
    for split in (Split.VALIDATION, Split.TEST):
        assert abs(len(splits[split]) - count / 10) < 1


def test_three_parts_follow_the_order_of_the_hashes() -> None:
    images, labels = some_data(50)
    digests = sample_digests(images)
    splits = cut_three_ways(digests, labels)
    ordered = [digests[position] for split in Split for position in splits[split]]
    assert ordered == sorted(digests)
    assert [len(splits[split]) for split in Split] == [40, 5, 5]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_pictures_were_read_does_not_matter(seed: int) -> None:
    images, labels = some_data(200)
    order = np.random.default_rng(seed).permutation(200)
    other_images, other_labels = images[order], labels[order]
    digests, other_digests = sample_digests(images), sample_digests(other_images)
    splits, other_splits = cut_three_ways(digests, labels), cut_three_ways(other_digests, other_labels)
    for split in Split:
        assert content(images, labels, splits[split]) == content(other_images, other_labels, other_splits[split])
    classes, shape = ("a", "b", "c", "d"), (1, 2, 2)
    assert fingerprint(classes, shape, digests, labels, splits) == fingerprint(classes, shape, other_digests, other_labels, other_splits)


def test_given_test_pictures_are_kept_and_validation_comes_from_training() -> None:
    images, labels = some_data(70)
    digests = sample_digests(images)
    splits = cut_validation(digests, labels, train_count=60, one_in=12)
    assert splits[Split.TEST].tolist() == list(range(60, 70))
    assert [len(splits[split]) for split in Split] == [55, 5, 10]
    ordered = [digests[position] for split in (Split.TRAIN, Split.VALIDATION) for position in splits[split]]
    assert ordered == sorted(digests[:60])


def test_too_few_pictures_are_refused_with_the_numbers() -> None:
    images, labels = some_data(5)
    digests = sample_digests(images)
    with pytest.raises(DataError, match="found 2 pictures; at least 3"):
        cut_three_ways(digests[:2], labels[:2])
    with pytest.raises(DataError, match="found 5 training and 0 test"):
        cut_validation(digests, labels, train_count=5, one_in=12)
    with pytest.raises(DataError, match="found 1 training and 4 test"):
        cut_validation(digests, labels, train_count=1, one_in=12)


def test_the_fingerprint_sees_every_pixel_label_class_and_part() -> None:
    images, labels = some_data(30)
    classes, shape = ("a", "b", "c", "d"), (1, 2, 2)

    def mark(pictures: RawImages, numbers: Labels, names: tuple[str, ...] = classes, size: tuple[int, ...] = shape, cut: int = 24) -> str:
        digests = sample_digests(pictures)
        return fingerprint(names, size, digests, numbers, cut_validation(digests, numbers, cut, 12))

    other_images, other_labels = images.copy(), labels.copy()
    other_images[29, 1, 1] ^= 1
    other_labels[0] = (other_labels[0] + 1) % 4
    marks = [
        mark(images, labels),
        mark(other_images, labels),
        mark(images, other_labels),
        mark(images, labels, names=("a", "b", "c", "e")),
        mark(images, labels, size=(1, 4, 1)),
        mark(images, labels, cut=23),
    ]
    assert len(set(marks)) == len(marks)
    assert all(len(text) == 64 for text in marks)
