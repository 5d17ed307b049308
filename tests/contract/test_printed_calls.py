"""How calls are written, beside torch's own signatures: nothing is left out that torch would take otherwise."""

import inspect
import itertools

import pytest
import torch
from torch import Tensor, nn

from designer.engine.layers import OURS, build_call, layer_class
from designer.network.pytorch_script_calls import FUNCTIONS, LAYER_MANNERS, function_text, layer_text
from designer.network.pytorch_script_names import MODULE_ATTRIBUTES, Names
from designer.network.torch_calls import TorchCall, pad
from tests.contract.random_blocks import TYPES
from tests.contract.test_shapes import fitting


def test_no_name_hides_behind_an_attribute_of_a_module() -> None:
    public = {name for name in dir(nn.Module()) if not name.startswith("_")}
    assert public <= MODULE_ATTRIBUTES
    assert all(Names([name]).of(name) not in dir(nn.Module()) for name in dir(nn.Module()))


def test_every_function_of_the_engines_own_is_written_in_torchs_words() -> None:
    assert set(OURS) <= set(FUNCTIONS)


def arguments_of(name: str) -> list[TorchCall]:
    reducing = [TorchCall(name, {"dim": (2, 3), "keepdim": True}, layer=False), TorchCall(name, {"dim": 1}, layer=False)]
    cases = {
        "pad": [pad((0, 1), (2, 3)), pad((1, 0), (0, 0), float("-inf")), TorchCall("pad", {"pad": (1, 1)}, layer=False)],
        "cat": [TorchCall("cat", {"dim": 1}, layer=False), TorchCall("cat", layer=False), TorchCall("cat", {"dim": 2}, layer=False)],
    }
    return cases.get(name, reducing if name in ("sum", "mean", "amax") else [TorchCall(name, layer=False)])


@pytest.mark.parametrize("name", [*FUNCTIONS, "square"])
def test_functions_are_written_as_the_engine_calls_them(name: str) -> None:
    values: dict[str, Tensor] = {letter: torch.randn(2, 3, 4, 5, generator=torch.Generator().manual_seed(ord(letter))) for letter in "abc"}
    inputs = list(values) if name in ("cat", "add", "mul", "multiply") else ["a"]
    for call in arguments_of(name):
        written = eval(function_text(call, inputs), {"torch": torch, "nn": nn}, dict(values))
        assert torch.equal(written, build_call(call)(*[values[letter] for letter in inputs])), function_text(call, inputs)


@pytest.mark.parametrize("name", sorted(LAYER_MANNERS))
def test_arguments_come_first_and_are_left_out_as_torch_declares_them(name: str) -> None:
    declared = inspect.signature(getattr(nn, name)).parameters
    manner = LAYER_MANNERS[name]
    assert list(itertools.islice(declared, len(manner.first))) == list(manner.first)
    assert {key: declared[key].default for key in manner.usual} == dict(manner.usual)


def test_only_layers_that_are_built_are_described() -> None:
    assert all(layer_class(name) for name in LAYER_MANNERS)


@pytest.mark.parametrize("type_name", TYPES)
def test_a_written_layer_is_the_built_one(type_name: str) -> None:
    for spec, inputs in fitting(type_name, 40):
        for call in spec.torch_calls(inputs):
            if call.layer:
                written, built = eval(layer_text(call), {"nn": nn}), getattr(nn, call.name)(**call.arguments)
                assert told(written) == told(built), layer_text(call)


def told(layer: nn.Module) -> dict[str, object]:
    """Return a layer's settings; one number for both axes is the pair of it."""
    settings = {name: value for name, value in vars(layer).items() if not name.startswith("_")}
    return {name: (value, value) if name in ("kernel_size", "stride", "padding", "dilation", "output_size") and isinstance(value, int) else value
            for name, value in settings.items()}  # fmt: skip
