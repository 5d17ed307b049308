"""How a batch is cut among ranks."""

from __future__ import annotations


def share_of(count: int, rank: int, ranks: int, at_least: int = 1) -> slice:
    """Return which part of a batch a rank computes: parts as equal as it goes, the larger ones first.

    Args:
        count: Pictures of the batch.
        at_least: Pictures of a part that is not empty, where there are so many: a batch norm over one value needs two.

    >>> [share_of(10, rank, 4) for rank in range(4)]
    [slice(0, 3, None), slice(3, 6, None), slice(6, 8, None), slice(8, 10, None)]
    >>> [share_of(1, rank, 2) for rank in range(2)]
    [slice(0, 1, None), slice(1, 1, None)]
    >>> [share_of(5, rank, 4, at_least=2) for rank in range(4)]
    [slice(0, 3, None), slice(3, 5, None), slice(5, 5, None), slice(5, 5, None)]
    """
    working = max(1, min(ranks, count // at_least))
    if rank >= working:
        return slice(count, count)
    each, more = divmod(count, working)
    start = rank * each + min(rank, more)
    return slice(start, start + each + (rank < more))
