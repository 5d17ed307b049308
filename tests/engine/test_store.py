import subprocess
import sys
from pathlib import Path

import pytest
import torch

from designer.engine.store import WeightStore, draw
from designer.network.kernels import NAMED_KERNELS
from designer.network.weights import Constant, NamedKernel, Uniform, Weight

WEIGHT = Weight("weight", (6, 1, 5, 5), Uniform(0.2))


def test_a_start_depends_on_seed_block_and_parameter_alone() -> None:
    same = draw("conv1", WEIGHT, 0)
    assert torch.equal(same, draw("conv1", WEIGHT, 0))
    for other in (draw("conv2", WEIGHT, 0), draw("conv1", WEIGHT, 1), draw("conv1", Weight("bias", (6, 1, 5, 5), Uniform(0.2)), 0)):
        assert not torch.equal(same, other)


def test_a_start_is_the_same_in_every_process_and_leaves_other_random_numbers_alone() -> None:
    torch.manual_seed(5)
    before = torch.get_rng_state()
    expected = draw("conv1", WEIGHT, 3).sum().item()
    assert torch.equal(before, torch.get_rng_state())
    code = (
        "from designer.engine.store import draw; from designer.network.weights import Uniform, Weight;"
        "print(draw('conv1', Weight('weight', (6, 1, 5, 5), Uniform(0.2)), 3).sum().item())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=True)
    assert float(done.stdout) == expected


def test_uniform_fills_its_range_evenly() -> None:
    drawn = draw("dense1", Weight("weight", (200, 500), Uniform(0.25)), 0)
    assert drawn.abs().max() <= 0.25
    histogram = torch.histc(drawn, bins=10, min=-0.25, max=0.25) / drawn.numel()
    assert torch.allclose(histogram, torch.full((10,), 0.1), atol=0.005)


def test_constants_are_constant() -> None:
    assert torch.equal(draw("norm1", Weight("weight", (3,), Constant(1.0)), 9), torch.ones(3))


@pytest.mark.parametrize("name", NAMED_KERNELS)
@pytest.mark.parametrize("side", [(3, 3), (5, 5), (7, 3)])
def test_a_named_kernel_lies_in_the_middle_divided_by_the_channels(name: str, side: tuple[int, int]) -> None:
    drawn = draw("conv1", Weight("weight", (4, 2, *side), NamedKernel(name, 2)), 0)
    top, left = side[0] // 2 - 1, side[1] // 2 - 1
    for slice_ in drawn.view(-1, *side):
        assert torch.allclose(slice_[top : top + 3, left : left + 3], torch.tensor(NAMED_KERNELS[name]) / 2)
        assert slice_.count_nonzero() == torch.tensor(NAMED_KERNELS[name]).count_nonzero()


def test_untrained_weights_follow_seed_and_start() -> None:
    store = WeightStore()
    first = store.get("conv1", WEIGHT, 0)
    assert store.get("conv1", WEIGHT, 0) is first
    assert not torch.equal(store.get("conv1", WEIGHT, 1), first)
    assert torch.equal(store.get("conv1", Weight("weight", (6, 1, 5, 5), Constant(0.0)), 1), torch.zeros(6, 1, 5, 5))
    assert torch.equal(store.get("conv1", WEIGHT, 0), first)


def test_trained_weights_stay_whatever_the_seed_says() -> None:
    store = WeightStore()
    store.put_trained("conv1", WEIGHT, 0, torch.ones(6, 1, 5, 5))
    for seed in (0, 7):
        assert torch.equal(store.get("conv1", WEIGHT, seed), torch.ones(6, 1, 5, 5))
        assert store.is_trained("conv1", WEIGHT)


def test_a_chosen_start_has_weights_of_its_own_and_undo_brings_the_trained_ones_back() -> None:
    store, chosen = WeightStore(), Weight("weight", (6, 1, 5, 5), NamedKernel("sobel-x", 1))
    store.put_trained("conv1", WEIGHT, 0, torch.ones(6, 1, 5, 5))
    assert torch.equal(store.get("conv1", chosen, 0), draw("conv1", chosen, 0))
    assert not store.is_trained("conv1", chosen)
    assert torch.equal(store.get("conv1", WEIGHT, 0), torch.ones(6, 1, 5, 5))


def test_what_a_person_changed_counts_as_theirs_until_it_is_again_what_it_was() -> None:
    store = WeightStore()
    before = store.get("conv1", WEIGHT, 0)
    store.put_edited("conv1", WEIGHT, 0, before * 2)
    store.put_edited("conv1", WEIGHT, 0, before * 3)
    assert torch.equal(store.get("conv1", WEIGHT, 9), before * 3), "a new seed leaves it alone"
    assert store.is_edited("conv1", WEIGHT) and store.is_trained("conv1", WEIGHT) and store.is_as_started("conv1", WEIGHT)
    store.put_edited("conv1", WEIGHT, 0, before)
    assert store.get("conv1", WEIGHT, 0) is before
    assert not store.is_edited("conv1", WEIGHT) and not store.is_trained("conv1", WEIGHT)
    store.put_trained("conv1", WEIGHT, 0, before * 4)
    store.put_edited("conv1", WEIGHT, 0, before * 5)
    assert store.is_edited("conv1", WEIGHT) and not store.is_as_started("conv1", WEIGHT)
    store.put_trained("conv1", WEIGHT, 0, before * 6)
    assert not store.is_edited("conv1", WEIGHT), "training went on from it"


def test_another_shape_starts_anew_and_undo_brings_the_trained_one_back() -> None:
    store = WeightStore()
    wide = Weight("weight", (8, 1, 5, 5), Uniform(0.2))
    store.put_trained("conv1", WEIGHT, 0, torch.ones(6, 1, 5, 5))
    assert not store.is_trained("conv1", wide)
    assert torch.equal(store.get("conv1", wide, 0), draw("conv1", wide, 0))
    assert torch.equal(store.get("conv1", WEIGHT, 0), torch.ones(6, 1, 5, 5))


def test_what_is_kept_is_a_copy() -> None:
    store, trained = WeightStore(), torch.ones(6, 1, 5, 5)
    store.put_trained("conv1", WEIGHT, 0, trained)
    trained.zero_()
    assert store.get("conv1", WEIGHT, 0).sum() == 150


def test_reset_forgets_what_was_trained() -> None:
    store = WeightStore()
    store.put_trained("conv1", WEIGHT, 0, torch.ones(6, 1, 5, 5))
    store.reset()
    assert not store.is_trained("conv1", WEIGHT)
    assert torch.equal(store.get("conv1", WEIGHT, 0), draw("conv1", WEIGHT, 0))
