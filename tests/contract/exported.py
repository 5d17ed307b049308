"""Exported scripts as modules, beside the engine's networks with the same weights."""

import contextlib
import dataclasses
import io
import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import torch
from torch import Tensor, nn

from designer.engine.network import Network
from designer.engine.store import draw
from designer.engine.weights_file import weights_bytes
from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.pytorch_script import Script, script
from designer.network.pytorch_script_names import class_name
from tests.contract.random_networks import random_network


def module_of(made: Script) -> ModuleType:
    """Run a script as an import would."""
    module = ModuleType("exported")
    exec(compile(made.text, made.file_name, "exec"), module.__dict__)
    return module


def script_network(architecture: Architecture, module: ModuleType | None = None) -> nn.Module:
    """Return the network as the script makes it, with its own random weights."""
    module = module or module_of(script(architecture))
    network = getattr(module, class_name(architecture.name))()
    assert isinstance(network, nn.Module)
    return network


def engine_network(architecture: Architecture, seed: int = 0) -> Network:
    return Network(architecture, analyse(architecture), lambda block, weight: draw(block.id, weight, seed))


def both(architecture: Architecture, folder: Path) -> tuple[Network, nn.Module]:
    """Return the engine's network, and the script's after it loaded the same weights from a file."""
    engine = engine_network(architecture)
    with torch.no_grad():
        for owned in engine.owned:  # running statistics too: a mean of 0 and a variance of 1 would hide a mistake
            owned.tensor.add_(torch.rand(owned.tensor.shape, generator=torch.Generator().manual_seed(1)) * 0.1)
    module = module_of(script(architecture))
    exported = script_network(architecture, module)
    if engine.owned:
        path = folder / "weights.safetensors"
        path.write_bytes(weights_bytes(engine.state(), {}))
        module.load_weights(exported, str(path))
    return engine, exported


def pictures_for(architecture: Architecture, number: int = 3) -> Tensor:
    shape = next(block.spec for block in architecture.blocks if block.spec.type_name == "input").shape  # type: ignore[attr-defined]
    return torch.rand(number, *shape, generator=torch.Generator().manual_seed(2))


def equal(first: Tensor, second: Tensor) -> bool:
    """Tell whether two tensors are equal bit for bit; a not-a-number equals another."""
    return first.shape == second.shape and bool(((first == second) | (first.isnan() & second.isnan())).all())


def printed(module: ModuleType, *words: str) -> str:
    """Run the script's command line, and return what it prints."""
    import sys
    from unittest.mock import patch

    with patch.object(sys, "argv", ["script.py", *words]), contextlib.redirect_stdout(io.StringIO()) as out:
        module.main()
    return out.getvalue()


def sound_networks(number: int, seed: int = 0, without: frozenset[str] = frozenset()) -> Iterator[Architecture]:
    """Return random networks that can be trained, branches included.

    Args:
        without: Block types that must not occur.
    """
    chance = random.Random(seed)
    while number:
        architecture = ended(random_network(chance.getrandbits(32), [chance.getrandbits(32) for _ in range(chance.randint(2, 11))]))
        analysis = analyse(architecture)
        types = {report.block.spec.type_name for report in analysis.reports.values()}
        if not analysis.errors and analysis.end_id != analysis.input_id and small(analysis) and not types & without:
            number -= 1
            yield architecture


def ended(architecture: Architecture) -> Architecture:
    """Return the network with a flatten behind an end that has rows and columns."""
    analysis = analyse(architecture)
    end = analysis.end_id
    shape = analysis.reports[end].output_shape if end is not None else None
    if end is None or shape is None or shape[1:] in ((), (1, 1)):
        return architecture
    block = Block("flat_end", BLOCK_TYPES["flatten"]())
    return dataclasses.replace(architecture, blocks=(*architecture.blocks, block), wires=(*architecture.wires, Wire(end, "flat_end")))


def small(analysis: Analysis) -> bool:
    return analysis.macs < 20_000_000 and analysis.parameters < 2_000_000 and analysis.activation_bytes < 20_000_000
