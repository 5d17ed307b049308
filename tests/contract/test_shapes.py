"""Every registered block beside real torch: output shape, parameters, MACs, and what is refused."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from designer.network.blocks.base import BlockSpec
from designer.network.errors import ShapeError
from designer.network.shapes import Shape
from designer.network.weights import Constant, NamedKernel, Uniform
from tests.contract.random_blocks import TYPES, Case, cases
from tests.contract.torch_side import REFUSALS, STRICTER, TorchBlock, pictures

CASES = 120


def our_shape(spec: BlockSpec, inputs: tuple[Shape, ...]) -> Shape | ShapeError:
    try:
        spec.check_inputs(inputs)
        return spec.output_shape(inputs)
    except ShapeError as error:
        return error


def fitting(type_name: str, number: int = CASES) -> list[Case]:
    found = [(spec, inputs) for spec, inputs in cases(type_name, number) if isinstance(our_shape(spec, inputs), tuple)]
    assert len(found) >= number // 10, "hardly any random block fits: nothing was tested"
    return found


@pytest.mark.parametrize("type_name", TYPES)
def test_the_output_shape_is_torchs(type_name: str) -> None:
    for spec, inputs in fitting(type_name):
        made = TorchBlock(spec, inputs, "meta")(*pictures(inputs, "meta"))
        assert tuple(made.shape) == (2, *spec.output_shape(inputs)), f"{spec} of {inputs}"


@pytest.mark.parametrize("type_name", TYPES)
def test_what_is_refused_torch_refuses_too(type_name: str) -> None:
    for spec, inputs in cases(type_name, CASES):
        refused = our_shape(spec, inputs)
        if not isinstance(refused, ShapeError) or refused.code in STRICTER:
            continue
        with pytest.raises(REFUSALS):
            TorchBlock(spec, inputs)(*pictures(inputs))
            pytest.fail(f"torch computes {spec} of {inputs}, which is refused: {refused}")


@pytest.mark.parametrize("type_name", TYPES)
def test_weights_are_those_of_torchs_layer(type_name: str) -> None:
    for spec, inputs in fitting(type_name, 40):
        holders = [getattr(nn, call.name)(**call.arguments) for call in spec.torch_calls(inputs) if call.holds_weights]
        parameters = {name: tuple(tensor.shape) for holder in holders for name, tensor in holder.named_parameters()}
        statistics = {name: tuple(tensor.shape) for holder in holders for name, tensor in holder.named_buffers() if tensor.ndim}
        ours = spec.weights(inputs)
        assert {weight.name: weight.shape for weight in ours if weight.learnable} == parameters, f"{spec} of {inputs}"
        assert {weight.name: weight.shape for weight in ours if not weight.learnable} == statistics, f"{spec} of {inputs}"
        assert spec.parameters(inputs) == sum(parameter.numel() for holder in holders for parameter in holder.parameters())


@pytest.mark.parametrize("type_name", TYPES)
def test_macs_are_half_of_what_torch_counts_as_operations(type_name: str) -> None:
    for spec, inputs in fitting(type_name, 40):
        with FlopCounterMode(display=False) as counter:
            TorchBlock(spec, inputs, "meta")(*pictures(inputs, "meta", batch=1))
        assert spec.macs(inputs, spec.output_shape(inputs)) == counter.get_total_flops() / 2, f"{spec} of {inputs}"


@pytest.mark.parametrize("type_name", TYPES)
def test_an_unsigned_output_has_no_negative_value(type_name: str) -> None:
    for spec, inputs in fitting(type_name, 30):
        for signed in (False, True):
            values = pictures(inputs) if signed else [value.abs() for value in pictures(inputs)]
            if not spec.signed((signed,) * len(inputs)):
                made = TorchBlock(spec, inputs)(*values)
                assert (made >= 0).all(), f"{spec} of {inputs}"


@pytest.mark.parametrize("type_name", TYPES)
def test_random_starts_are_torchs(type_name: str) -> None:
    for spec, inputs in fitting(type_name, 20):
        if getattr(spec, "start", "random") != "random":
            continue
        for call in spec.torch_calls(inputs):
            if not call.holds_weights:
                continue
            torch.manual_seed(0)
            drawn = [getattr(nn, call.name)(**call.arguments) for _ in range(60)]
            for weight in spec.weights(inputs):
                theirs = torch.stack([getattr(layer, weight.name) for layer in drawn]).detach().abs()
                match weight.start:
                    case Uniform(bound):
                        assert bound * 0.85 < theirs.max().item() <= bound * 1.0001, f"{spec} of {inputs}: {weight}"
                    case Constant(value):
                        assert (theirs == value).all(), f"{spec} of {inputs}: {weight}"
                    case NamedKernel():
                        pytest.fail(f"{spec} does not start at random")
