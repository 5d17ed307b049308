"""Cut data into training, validation and test parts by the content of the pictures alone.

A picture's part depends on the SHA-256 of its bytes: not on a seed, nor on the order in which files were listed, so two
runs never validate on what the other one trained with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

import numpy as np

from designer.data.dataset import Split
from designer.data.errors import DataError
from designer.data.raw import Labels, RawImages

ONE_IN = 10
"""One training picture in so many is cut off where a part is missing: the 45,000 and 5,000 that CIFAR-10 is usually trained with."""


def sample_digests(images: RawImages) -> list[bytes]:
    """Return the SHA-256 of every picture's bytes (32 bytes each)."""
    return [hashlib.sha256(image).digest() for image in np.ascontiguousarray(images)]


def key_digest(key: str) -> bytes:
    """Return the SHA-256 of a relative path, its parts joined by "/"."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def cut_three_ways(digests: Sequence[bytes], labels: Labels) -> dict[Split, Labels]:
    """Cut a data set that comes in one piece: training 80 %, validation 10 %, test 10 %.

    Raises:
        DataError: Fewer than three pictures: every part needs one.
    """
    count = len(digests)
    if count < 3:
        raise DataError(f"found {count} pictures; at least 3 are needed, one each for training, validation and test")
    order = _by_content(range(count), digests, labels)
    validation = max(1, count * 9 // 10 - count * 8 // 10)
    test = max(1, count - count * 9 // 10)
    train = count - validation - test
    return {Split.TRAIN: order[:train], Split.VALIDATION: order[train : train + validation], Split.TEST: order[train + validation :]}


def cut_validation(digests: Sequence[bytes], labels: Labels, train_count: int, one_in: int) -> dict[Split, Labels]:
    """Cut a validation part from given training pictures and keep the given test pictures in their order.

    Args:
        digests: Hashes of the training pictures, then of the test pictures.
        labels: Their labels, in the same order.
        train_count: How many of them are training pictures.
        one_in: One training picture in so many becomes a validation picture: 12 makes 5,000 of 60,000.

    Raises:
        DataError: A part would be empty.
    """
    test_count = len(digests) - train_count
    if train_count < 2 or test_count < 1:
        raise DataError(f"found {train_count} training and {test_count} test pictures; at least 2 and 1 are needed")
    order = _by_content(range(train_count), digests, labels)
    train = train_count - max(1, train_count // one_in)
    return {
        Split.TRAIN: order[:train],
        Split.VALIDATION: order[train:],
        Split.TEST: np.arange(train_count, len(digests), dtype=np.int64),
    }


def cut_what_is_missing(digests: Sequence[bytes], labels: Labels, given: Sequence[Split | None]) -> tuple[dict[Split, Labels], str]:
    """Keep the parts that came with the data, and cut the others from its training part.

    Args:
        digests: A hash of each picture, or of where it lies.
        labels: Its class.
        given: The part that it came in; None: in none.

    Returns:
        Positions of each part, and one sentence on how they were told apart.

    Raises:
        DataError: There is no training part, or one would be empty.
    """
    came = {split: np.array([place for place, part in enumerate(given) if part is split], dtype=np.int64) for split in Split}
    train = np.array([place for place, part in enumerate(given) if part in (None, Split.TRAIN)], dtype=np.int64)
    found = [split.value for split in Split if len(came[split])]
    if not len(train):
        raise DataError(f"found pictures for {' and '.join(found) or 'nothing'} alone; training pictures are needed, in a folder train")
    validation, test = came[Split.VALIDATION], came[Split.TEST]
    if not len(validation) and not len(test):
        cut = cut_three_ways([digests[place] for place in train], labels[train])
        pieces = "80 % of the pictures train, 10 % validate, 10 % test, cut by SHA-256"
        return {split: train[positions] for split, positions in cut.items()}, pieces if not found else f"only training pictures are given: {pieces}"
    if len(validation) and len(test):
        return {Split.TRAIN: train, Split.VALIDATION: validation, Split.TEST: test}, "training, validation and test as they are given"
    if len(train) < 2:
        raise DataError("found 1 training picture; at least 2 are needed: one is cut off for the part that is missing")
    order = train[_by_content(range(len(train)), [digests[place] for place in train], labels[train])]
    kept = len(train) - max(1, len(train) // ONE_IN)
    if len(test):
        sentence = f"the test is as given; one training picture in {ONE_IN} validates, cut by SHA-256"
        return {Split.TRAIN: order[:kept], Split.VALIDATION: order[kept:], Split.TEST: test}, sentence
    sentence = f"the validation is as given; no test is: one training picture in {ONE_IN} tests, cut by SHA-256"
    return {Split.TRAIN: order[:kept], Split.VALIDATION: validation, Split.TEST: order[kept:]}, sentence


def shared_pictures(digests: Sequence[bytes], splits: Mapping[Split, Labels]) -> tuple[str, ...]:
    """Return a sentence for each part that also holds pictures of the training part, byte for byte."""
    trained = {digests[place] for place in splits[Split.TRAIN]}
    counts = {split: sum(digests[place] in trained for place in splits[split]) for split in (Split.VALIDATION, Split.TEST)}
    return tuple(
        f"{count:,} of {len(splits[split]):,} {split.value} pictures also occur in the training part: its accuracy is too good"
        for split, count in counts.items()
        if count
    )


def fingerprint(classes: Sequence[str], shape: tuple[int, ...], digests: Sequence[bytes], labels: Labels, splits: Mapping[Split, Labels]) -> str:
    """Return the SHA-256 in hex of everything that training sees: classes, shape, and each part's pictures and labels.

    Parts that were ordered by content give the same fingerprint whatever order the pictures were read in.
    """
    digest = hashlib.sha256(json.dumps([list(classes), list(shape)]).encode())
    for split in Split:
        positions = splits[split]
        digest.update(f"{split.value} {len(positions)}\n".encode())
        digest.update(b"".join(digests[position] for position in positions))
        digest.update(labels[positions].astype("<i8").tobytes())
    return digest.hexdigest()


def _by_content(positions: Sequence[int], digests: Sequence[bytes], labels: Labels) -> Labels:
    """Order positions by hash; equal pictures by label, so that the order they came in never matters."""
    plain_labels = labels.tolist()
    return np.array(sorted(positions, key=lambda position: (digests[position], plain_labels[position])), dtype=np.int64)
