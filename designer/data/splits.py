"""Cut data into training, validation and test parts by the content of the pictures alone.

A picture's part depends on the SHA-256 of its bytes: not on a seed, nor on the order in which files were listed, so two
runs never validate on what the other one trained with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

import numpy as np

from designer.data.dataset import Labels, RawImages, Split
from designer.data.errors import DataError


def sample_digests(images: RawImages) -> list[bytes]:
    """Return the SHA-256 of every picture's bytes (32 bytes each)."""
    return [hashlib.sha256(image).digest() for image in np.ascontiguousarray(images)]


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
