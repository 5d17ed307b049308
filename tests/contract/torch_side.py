"""What torch makes of a block's calls: built as the engine builds them."""

import torch
from torch import Tensor, nn

from designer.engine.layers import build_call
from designer.engine.store import draw
from designer.network.blocks.base import BlockSpec
from designer.network.shapes import Shape
from designer.network.weights import Weight

REFUSALS = (RuntimeError, ValueError, ZeroDivisionError)
"""How torch refuses."""

STRICTER = {"needs-image", "same-needs-count-padding", "start-needs-odd-kernel", "shapes-differ"}
"""What the format refuses although torch would compute it: another meaning than a reader expects, or broadcasting by accident."""


class TorchBlock(nn.Module):
    """One block's calls, with its weights on the given device."""

    def __init__(self, spec: BlockSpec, inputs: tuple[Shape, ...], device: str = "cpu") -> None:
        super().__init__()
        self.calls = spec.torch_calls(inputs)
        self.made = [build_call(call) for call in self.calls]
        self.layers = nn.ModuleList(made for made in self.made if isinstance(made, nn.Module))
        self.holders = [made for made, call in zip(self.made, self.calls, strict=True) if call.holds_weights and isinstance(made, nn.Module)]
        for holder in self.holders:
            _fill(holder, spec.weights(inputs), device)
        self.eval()

    def forward(self, *values: Tensor) -> Tensor:
        result = self.made[0](*values)
        for made in self.made[1:]:
            result = made(result)
        return result


def _fill(holder: nn.Module, weights: tuple[Weight, ...], device: str) -> None:
    for weight in weights:
        tensor = draw("block", weight, 0).to(device)
        setattr(holder, weight.name, nn.Parameter(tensor) if weight.learnable else tensor)
    if isinstance(holder, nn.BatchNorm1d | nn.BatchNorm2d):
        holder.num_batches_tracked = None


def pictures(inputs: tuple[Shape, ...], device: str = "cpu", batch: int = 2) -> list[Tensor]:
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(batch, *shape, generator=generator).to(device) for shape in inputs]
