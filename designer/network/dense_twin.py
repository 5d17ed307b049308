"""The dense twin of a network: the same chain with every convolution replaced by a dense layer.

The rule. Every convolution becomes a dense layer with as many units as values are left of the convolution's output when the next
convolution or dense layer takes them: what the pools in between leave. Those pools are dropped, for there is no neighbourhood left to pool over.
Activations, batch norms, dropouts and dense layers stay as they are; local response norms and Flatten are dropped, since all is a vector.
So LeNet-5 becomes 784 → 1,176 → 400 → 120 → 84 → 10: the first two are 6·14·14 and 16·5·5.

The twin trains on the same data with the same settings. It shows the *parameter explosion*: the same sizes between the layers, without shared weights
and without receptive fields.
"""

from __future__ import annotations

import dataclasses
import itertools

from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.base import Group
from designer.network.blocks.convolving import Convolving
from designer.network.blocks.dense import Dense
from designer.network.errors import EditError
from designer.network.fields import fields_of
from designer.network.figures import times_text
from designer.network.ids import LONGEST_ID, copied_id
from designer.network.shapes import count

MOST_PARAMETERS = 100_000_000
_SUFFIX = "_dense"
_DROPPED = ("local_response_norm", "flatten")
_EXPLAINED = "dense-dominates"


def dense_twin(architecture: Architecture) -> Architecture:
    """Return the dense twin of a network that is one chain with at least one convolution, under a name and notes of its own.

    Raises:
        EditError: The network has an error, branches or no convolution; or its twin is too large, with the numbers.
    """
    found = analyse(architecture)
    chain = _chain(found)
    blocks = [_twin_block(block, place, chain, found) for place, block in enumerate(chain) if not _is_dropped(block)]
    wires = tuple(Wire(source.id, target.id) for source, target in itertools.pairwise(blocks))
    twin = Architecture(blocks=tuple(blocks), wires=wires, training=architecture.training)
    known = analyse(twin)
    _check_size(known)
    return dataclasses.replace(_silenced(known), name=_name(architecture), notes=_notes(found, known))


def comparison_text(architecture: Architecture, twin: Architecture) -> str:
    """Return both parameter counts in one sentence.

    "LeNet-5: 61,706 parameters; its dense twin: 1,452,334 (×24)".
    """
    of_network, of_twin = analyse(architecture).parameters, analyse(twin).parameters
    return f"{_called(architecture)}: {of_network:,} parameters; its dense twin: {of_twin:,} ({times_text(of_twin / max(of_network, 1))})"


def _chain(found: Analysis) -> list[Block]:
    """Return the network's blocks from the input to the end.

    Raises:
        EditError: There is no sound chain with a convolution.
    """
    architecture = found.architecture
    if found.errors:
        raise EditError(f"the network has to be free of errors before it can have a dense twin: {found.errors[0].message}")
    if found.input_id is None:
        raise EditError("there is no network yet: a dense twin needs an input, a convolution and an end")
    chain = [architecture.by_id[name] for name in found.order if found.reports[name].in_network]
    for block in chain:
        inputs, outputs = len(architecture.sources[block.id]), len(architecture.targets[block.id])
        if max(inputs, outputs) > 1:
            ways = f"{inputs} wires enter" if inputs > 1 else f"{outputs} wires leave"
            raise EditError(f"only a single chain of blocks has a dense twin; here {ways} {block.shown_name}")
    if not any(_is_convolution(block) for block in chain):
        raise EditError("the network has no convolution, so it is its own dense twin")
    return chain


def _is_convolution(block: Block) -> bool:
    return block.spec.GROUP is Group.CONVOLUTION


def _is_dropped(block: Block) -> bool:
    return block.spec.GROUP is Group.POOLING or block.spec.type_name in _DROPPED


def _twin_block(block: Block, place: int, chain: list[Block], found: Analysis) -> Block:
    if not isinstance(block.spec, Convolving):
        return dataclasses.replace(block, at=None)
    last = block
    for follower in chain[place + 1 :]:
        if _is_convolution(follower) or isinstance(follower.spec, Dense):
            break
        last = follower
    units = count(found.reports[last.id].output_shape or ())
    name = copied_id(found.architecture.by_id, block.id[: LONGEST_ID - len(_SUFFIX)] + _SUFFIX)
    return Block(name, Dense(units=units, bias=block.spec.bias), title=block.title and f"{block.title} (dense)", quiet=block.quiet)


def _check_size(twin: Analysis) -> None:
    """Refuse a twin that no computer here could train, or that no file could hold.

    Raises:
        EditError: More than 100,000,000 parameters, or a dense layer with more units than the block takes.
    """
    if twin.parameters > MOST_PARAMETERS:
        raise EditError(f"the dense twin would have {twin.parameters:,} parameters; at most {MOST_PARAMETERS:,} work")
    most = fields_of(Dense)["units"].most  # type: ignore[attr-defined]  # a whole number has limits
    for block in twin.architecture.blocks:
        if isinstance(block.spec, Dense) and block.spec.units > most:
            raise EditError(f"{block.shown_name} would have {block.spec.units:,} units; a dense layer takes at most {most:,}")


def _silenced(twin: Analysis) -> Architecture:
    """Return the twin without the warning that one layer holds nearly all parameters: that is what it shows, and the notes say so."""
    loud = {problem.block for problem in twin.warnings if problem.code == _EXPLAINED}
    blocks = tuple(dataclasses.replace(block, quiet=(*block.quiet, _EXPLAINED)) if block.id in loud else block for block in twin.architecture.blocks)
    return dataclasses.replace(twin.architecture, blocks=blocks)


def _called(architecture: Architecture) -> str:
    return architecture.name or "The network"


def _name(architecture: Architecture) -> str:
    return f"{architecture.name}, dense twin" if architecture.name else "Dense twin"


def _notes(network: Analysis, twin: Analysis) -> str:
    architecture = network.architecture
    reports = [network.reports[name] for name in network.order]
    names = [report.block.shown_name for report in reports if report.in_network and _is_convolution(report.block)]
    return (
        f"The dense twin of “{_called(architecture)}”: {twin.parameters:,} parameters instead of {network.parameters:,}"
        f" ({times_text(twin.parameters / max(network.parameters, 1))}), {twin.macs:,} MACs instead of {network.macs:,}.\n"
        f"Every convolution ({', '.join(names)}) became a dense layer with as many units as values are left of its output after pooling; the pools"
        " are dropped, activations and dense layers stay, and so do the training settings.\n"
        "A dense layer shares no weights and sees the whole picture at once: it has to learn every pattern anew at every place."
        " Where one layer holds most of the parameters, the warning about it is silenced: it is what the twin shows."
    )
