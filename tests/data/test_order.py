import numpy as np
import pytest

from designer.data.order import batches, epoch_order

FIRST = [0, 8, 9, 3, 7, 5, 1, 2, 6, 4]
LATER = [4, 1, 5, 9, 8, 0, 2, 3, 6, 7]


@pytest.mark.parametrize("count", [0, 1, 2, 1437])
def test_an_order_visits_every_picture_once(count: int) -> None:
    order = epoch_order(count, seed=3, epoch=5)
    assert order.dtype == np.int64
    assert sorted(order.tolist()) == list(range(count))


def test_the_order_depends_on_seed_and_epoch_and_nothing_else() -> None:
    orders = {(seed, epoch): epoch_order(100, seed, epoch).tolist() for seed in range(4) for epoch in range(4)}
    assert len({tuple(order) for order in orders.values()}) == 16
    np.random.default_rng(1).random(10)
    assert all(epoch_order(100, seed, epoch).tolist() == order for (seed, epoch), order in orders.items())


def test_the_order_never_changes_between_versions() -> None:
    assert epoch_order(10, seed=0, epoch=0).tolist() == FIRST
    assert epoch_order(10, seed=2**63, epoch=7).tolist() == LATER


def test_no_place_prefers_a_picture() -> None:
    first_places = np.bincount([epoch_order(5, seed=0, epoch=epoch)[0] for epoch in range(1000)], minlength=5)
    assert first_places.min() > 140 and first_places.max() < 260, "200 expected, 4.7 deviations allowed"


@pytest.mark.parametrize("join_single", [False, True])
@pytest.mark.parametrize("count", range(0, 21))
@pytest.mark.parametrize("batch_size", [1, 2, 3, 5, 20, 50])
def test_batches_cover_the_epoch_in_order(count: int, batch_size: int, join_single: bool) -> None:
    parts = batches(count, batch_size, join_single)
    assert [position for part in parts for position in range(count)[part]] == list(range(count))
    sizes = [part.stop - part.start for part in parts]
    assert all(size == batch_size for size in sizes[:-1])
    assert all(1 <= size <= batch_size + join_single for size in sizes)
    if join_single and batch_size > 1 and count > 1:
        assert 1 not in sizes


def test_the_last_smaller_batch_is_kept_and_a_single_picture_may_join() -> None:
    assert batches(10, 4) == [slice(0, 4), slice(4, 8), slice(8, 10)]
    assert batches(9, 4) == [slice(0, 4), slice(4, 8), slice(8, 9)]
    assert batches(9, 4, join_single=True) == [slice(0, 4), slice(4, 9)]
    assert batches(1, 4, join_single=True) == [slice(0, 1)]
