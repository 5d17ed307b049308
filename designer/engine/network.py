"""The torch module made of an architecture: every block that can be computed, in any wiring without a cycle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from designer.engine.layers import Computation, build_call, depends_on_mode
from designer.network.analysis import Analysis, BlockReport, State
from designer.network.architecture import Architecture, Block
from designer.network.weights import Weight

WeightSource = Callable[[Block, Weight], Tensor]
"""Gives each tensor of a block as it starts."""


@dataclass(frozen=True)
class _Stage:
    """One block: where its values come from and what is computed of them."""

    block: str
    sources: tuple[str, ...]
    computations: tuple[Computation, ...]


@dataclass(frozen=True)
class OwnedTensor:
    """One tensor of the network and the block it belongs to."""

    block: Block
    weight: Weight
    holder: nn.Module

    @property
    def name(self) -> str:
        """``conv1.weight``: as weights files call it."""
        return f"{self.block.id}.{self.weight.name}"

    @property
    def tensor(self) -> Tensor:
        """The tensor itself, as it is now."""
        found: Tensor = getattr(self.holder, self.weight.name)
        return found


class Network(nn.Module):
    """Computes the blocks of an architecture.

    Where the network is broken further down, or has several ends, the blocks before still compute (`record`); then there are no logits.
    Inside, a block's layers hang under names of ours, so that any id is fine.
    """

    def __init__(self, architecture: Architecture, analysis: Analysis, weights: WeightSource) -> None:
        super().__init__()
        self.analysis = analysis
        self.input_id = analysis.input_id or ""
        self.owned: tuple[OwnedTensor, ...] = ()
        self.layers = nn.ModuleList()
        self._frozen_layers: list[nn.Module] = []
        self._stages = tuple(self._build(architecture, weights)) if analysis.input_id is not None else ()
        self.computable = frozenset((self.input_id, *(stage.block for stage in self._stages))) if self.input_id else frozenset()
        self.logits_id = analysis.logits_id if analysis.logits_id in self.computable else None
        self._plan = self._plan_to_logits()
        self._layers_with_modes = [layer for layer in self.layers if depends_on_mode(type(layer))]

    def _build(self, architecture: Architecture, weights: WeightSource) -> Iterator[_Stage]:
        computable = {self.input_id}
        for name in self.analysis.order:
            report = self.analysis.reports[name]
            sources = architecture.sources[name]
            if name == self.input_id or report.state is not State.OK or not sources or not computable.issuperset(sources):
                continue
            computable.add(name)
            yield _Stage(name, sources, tuple(self._computations(report, weights)))

    def _computations(self, report: BlockReport, weights: WeightSource) -> Iterator[Computation]:
        for call in report.block.spec.torch_calls(report.input_shapes):
            made = build_call(call)
            if isinstance(made, nn.Module):
                self.layers.append(made)
                if call.holds_weights:
                    self._give_weights(report, made, weights)
            yield made

    def _give_weights(self, report: BlockReport, layer: nn.Module, weights: WeightSource) -> None:
        block = report.block
        for weight in block.spec.weights(report.input_shapes):
            tensor = weights(block, weight)
            if weight.learnable:
                setattr(layer, weight.name, nn.Parameter(tensor, requires_grad=not block.frozen))
            else:
                setattr(layer, weight.name, tensor)
            self.owned += (OwnedTensor(block, weight, layer),)
        if isinstance(layer, nn.modules.batchnorm._NormBase):
            layer.num_batches_tracked = None  # torch needs it only where momentum is None
        if block.frozen:
            self._frozen_layers.append(layer)

    def _plan_to_logits(self) -> tuple[_Stage, ...]:
        """Return the stages that the logits need, in order."""
        needed = {self.logits_id}
        for stage in reversed(self._stages):
            if stage.block in needed:
                needed.update(stage.sources)
        return tuple(stage for stage in self._stages if stage.block in needed)

    def train(self, mode: bool = True) -> Network:
        """Switch to training; frozen blocks stay as they are, running statistics included."""
        super().train(mode)
        for layer in self._frozen_layers:
            layer.eval()
        return self

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the logits.

        Shape:
            (N, C, H, W) → (N, classes); an end C×1×1 is flattened.
        """
        assert self.logits_id is not None, "the network has no end"
        values = {self.input_id: pictures}
        for stage in self._plan:
            values[stage.block] = _compute(stage, values)
        return values[self.logits_id].flatten(1)

    def walk(self, pictures: Tensor) -> Iterator[tuple[str, Tensor]]:
        """Compute as `forward` does, block by block, and tell what each on the way to the logits came to, the input first."""
        values = {self.input_id: pictures}
        yield self.input_id, pictures
        for stage in self._plan:
            values[stage.block] = _compute(stage, values)
            yield stage.block, values[stage.block]

    def record(self, pictures: Tensor, wanted: Collection[str]) -> dict[str, Tensor]:
        """Return the activations of the wanted blocks that can be computed, in evaluation mode, without gradient or random numbers."""
        left = {name for name in wanted if name in self.computable}
        values = {self.input_id: pictures} if self.input_id else {}
        with self.evaluating(), torch.inference_mode():
            for stage in self._stages:
                if left.issubset(values):
                    break
                values[stage.block] = _compute(stage, values)
        return {name: values[name] for name in left}

    @contextmanager
    def evaluating(self) -> Iterator[None]:
        """Compute as outside training, without gradients, and go back to the mode before.

        Only the layers that care are switched: `eval` and `train` on all of them took a third of a map frame.
        """
        switched = [layer for layer in self._layers_with_modes if layer.training]
        for layer in switched:
            layer.training = False
        try:
            with torch.no_grad():
                yield
        finally:
            for layer in switched:
                layer.training = True

    def trainable(self) -> list[nn.Parameter]:
        """Return the parameters that training changes."""
        return [parameter for parameter in self.parameters() if parameter.requires_grad]

    def state(self) -> dict[str, Tensor]:
        """Return every tensor by its name in weights files: ``conv1.weight``."""
        return {owned.name: owned.tensor.detach() for owned in self.owned}

    def copy_state(self) -> dict[str, Tensor]:
        """Return a copy of `state`, on the same device."""
        return {name: tensor.clone() for name, tensor in self.state().items()}

    def load_state(self, state: dict[str, Tensor]) -> None:
        """Write tensors back that `copy_state` returned."""
        with torch.no_grad():
            for owned in self.owned:
                owned.tensor.copy_(state[owned.name])


def _compute(stage: _Stage, values: dict[str, Tensor]) -> Tensor:
    first, *rest = stage.computations
    value = first(*[values[source] for source in stage.sources])
    for computation in rest:
        value = computation(value)
    return value
