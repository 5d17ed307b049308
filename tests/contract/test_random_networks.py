"""Random networks beside torch's ``meta`` device: no difference in shapes, parameters, MACs, refusals.

The quick sizes have fixed seeds; in full (``-m ledger``) the seed rotates and is printed: set ``CONTRACT_SEED`` to repeat one.
"""

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from designer.network.architecture import Architecture
from designer.network.blocks import sliding
from designer.network.blocks.add import Add
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.pooling import SlidingPool
from designer.network.errors import ShapeError
from designer.network.shapes import Shape, count
from tests.contract.beside_torch import BeyondTorchError, DifferenceError, compare
from tests.contract.diversity import Diversity
from tests.contract.random_networks import random_network, wide_network

GENES = st.integers(0, 2**48)
SMALL, NETWORKS = (st.builds(random_network, GENES, st.lists(GENES, min_size=1, max_size=most)) for most in (7, 12))
WIDE = GENES.map(wide_network)

QUICK = settings(
    derandomize=True, deadline=None, database=None, phases=(Phase.generate, Phase.shrink), suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


def compared(networks: st.SearchStrategy[Architecture], number: int, profile: settings, number_of_seed: int | None = None) -> Diversity:
    """Compare ``number`` networks; a difference is shrunk and told with its file."""
    seen = Diversity()

    def one(architecture: Architecture) -> None:
        try:
            seen.add(compare(architecture))
        except BeyondTorchError:
            seen.beyond += 1

    test: Callable[..., Any] = settings(profile, max_examples=number)(given(networks)(one))
    if number_of_seed is not None:
        test = seed(number_of_seed)(test)
    test()
    assert seen.networks + seen.beyond >= number and seen.beyond <= number // 100
    return seen


def test_random_networks() -> None:
    seen = compared(SMALL, 150, QUICK)
    print(seen.table("random networks"))
    seen.check(branched=0.3, refused=0.1, each_type=0.005)


def test_wide_fields() -> None:
    seen = compared(WIDE, 200, QUICK)
    print(seen.table("wide fields"))
    seen.check(branched=0, refused=0.03, each_type=0)


def refuse_long_strides(conv: Conv2d, inputs: tuple[Shape, ...]) -> Shape:
    if conv.stride > conv.kernel:
        raise ShapeError("stride-too-long", "the windows leave gaps")
    return conv.filters, *conv.slide().output_size(inputs[0])


def last_window_kept(size: int, kernel: int, stride: int, sides: tuple[int, int], dilation: int, ceil_mode: bool) -> int:
    room = size + sum(sides) - dilation * (kernel - 1) - 1
    return -(-room // stride) + 1 if ceil_mode else room // stride + 1


FAULTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "MACs of groups": (Conv2d, "macs", lambda conv, inputs, out: conv.kernel[0] * conv.kernel[1] * inputs[0][0] * count(out)),
    "running statistics as parameters": (BatchNorm, "parameters", lambda norm, inputs: 4 * inputs[0][0]),
    "a last window in the trailing padding": (sliding, "raw_output_size", last_window_kept),
    "any padding of pools": (SlidingPool, "output_shape", lambda pool, inputs: (inputs[0][0], *pool.slide().output_size(inputs[0]))),
    "strides refused": (Conv2d, "output_shape", refuse_long_strides),
    "unlike shapes added": (Add, "output_shape", lambda add, inputs: inputs[0]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises(DifferenceError):
        compared(SMALL if fault == "unlike shapes added" else WIDE, 400, settings(QUICK, phases=(Phase.generate,)))


@pytest.mark.ledger
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", ["random networks", "wide fields"])
def test_in_full(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = int(os.environ.get("CONTRACT_SEED") or random.SystemRandom().randrange(2**32))
    with capsys.disabled():
        print(f"\n{name}: CONTRACT_SEED={chosen}", flush=True)
    seen = compared({"random networks": NETWORKS, "wide fields": WIDE}[name], 5_000, settings(QUICK, derandomize=False), chosen)
    with capsys.disabled():
        print(seen.table(name), flush=True)
    if name == "random networks":
        seen.check(branched=0.3, refused=0.2, each_type=0.03)
    else:
        seen.check(branched=0, refused=0.1, each_type=0.01)
