"""`is_linear` beside real torch: two blocks that say so in a row can do no more than one, so the warning about it must not be wrong."""

import pytest
import torch

from designer.network.blocks import BLOCK_TYPES
from designer.network.errors import ShapeError
from tests.contract.random_blocks import TYPES, cases
from tests.contract.torch_side import TorchBlock

SINGLE = [name for name in TYPES if BLOCK_TYPES[name].MOST_INPUTS == 1]


def bend(layer: TorchBlock, shape: tuple[int, ...]) -> float:
    """Return by how much the image of a sum differs from the sum of the images, the constant part taken off."""
    generator = torch.Generator().manual_seed(1)
    one, other = (torch.randn(2, *shape, generator=generator, dtype=torch.float64) for _ in range(2))
    with torch.no_grad():
        difference = layer(one + other) - layer(one) - layer(other) + layer(torch.zeros_like(one))
    return float(difference.abs().max())


@pytest.mark.parametrize("type_name", SINGLE)
def test_linear_blocks_map_sums_to_sums_and_others_do_not(type_name: str) -> None:
    bends: dict[bool, list[float]] = {True: [], False: []}
    for spec, inputs in cases(type_name, 30, seed=3):
        try:
            spec.check_inputs(inputs)
            spec.output_shape(inputs)
        except ShapeError:
            continue
        bends[spec.is_linear()].append(bend(TorchBlock(spec, inputs).double(), inputs[0]))
    assert all(found < 1e-9 for found in bends[True])
    assert not bends[False] or max(bends[False]) > 1e-3
    assert bends[True] or bends[False]
