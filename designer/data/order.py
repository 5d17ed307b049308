"""The order in which an epoch visits the training pictures, and how that order is cut into batches."""

from __future__ import annotations

import numpy as np

from designer.data.raw import Labels


def epoch_order(count: int, seed: int, epoch: int) -> Labels:
    """Return the order of the pictures in one epoch: a function of seed and epoch, so a resumed run needs no state.

    The raw 64-bit numbers of the generator are sorted instead of calling `Generator.permutation`: numpy promises that
    the former never change from version to version, but not the latter.

    Args:
        count: Number of training pictures.
        seed: The run's seed, 0 or more.
        epoch: The epoch's number, 0 or more.

    Returns:
        A permutation of 0 … count − 1.

    Source:
        NEP 19, Random number generator policy; Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3 (Philox).

    >>> epoch_order(5, seed=0, epoch=1).tolist() == epoch_order(5, seed=0, epoch=1).tolist()
    True
    """
    generator = np.random.Philox(np.random.SeedSequence([seed, epoch]))
    return np.argsort(generator.random_raw(count), kind="stable").astype(np.int64)


def batches(count: int, batch_size: int, join_single: bool = False) -> list[slice]:
    """Cut an epoch's order into batches; the last, smaller one is kept.

    Args:
        count: Number of pictures in the epoch.
        batch_size: Pictures in a batch, at least 1.
        join_single: Let a last batch of one picture join the one before, because a batch norm over one value is undefined.

    >>> [part.stop - part.start for part in batches(9, 4)]
    [4, 4, 1]
    >>> [part.stop - part.start for part in batches(9, 4, join_single=True)]
    [4, 5]
    """
    starts = list(range(0, count, batch_size))
    if join_single and batch_size > 1 and count > batch_size and count % batch_size == 1:
        starts.pop()
    stops = [*starts[1:], count]
    return [slice(start, stop) for start, stop in zip(starts, stops, strict=False)]
