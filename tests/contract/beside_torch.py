"""A whole network beside torch on the ``meta`` device: shapes, parameters, MACs, refusals, block by block and all in one."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from designer.engine.layers import Computation, build_call
from designer.engine.network import Network
from designer.network.analysis import Analysis, BlockReport, State, analyse
from designer.network.architecture import Architecture
from designer.network.blocks.base import BlockSpec
from designer.network.file_format import save
from designer.network.problems import Severity
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall
from tests.contract.torch_side import REFUSALS, STRICTER

BATCH = 2
WIRING = {"too-few-wires", "too-many-wires", "input-not-reached", "two-inputs"}
"""Refusals that are about the drawing; torch has no word for them."""


class DifferenceError(AssertionError):
    """Says where this program and torch differ, with the file that shows it."""

    def __init__(self, architecture: Architecture, text: str) -> None:
        super().__init__(f"{text}\n{save(architecture)}")


class BeyondTorchError(Exception):
    """Says that a tensor has more bytes than 64 bits count: no machine holds it, torch cannot say its shape."""


@dataclass(frozen=True)
class Counted:
    """What torch makes of a block."""

    shape: Shape
    parameters: int
    macs: int


def torchs(spec: BlockSpec, shapes: tuple[Shape, ...]) -> Counted:
    """Return what torch's own layers make of a block, or raise what torch raises.

    Operations are counted where there are weights, for counting triples the time; that the others have none is `test_shapes`' business.
    """
    value: list[Tensor] = [torch.empty(BATCH, *shape, device="meta") for shape in shapes]
    parameters = flops = 0
    for call in spec.torch_calls(shapes):
        made = own_layer(call)
        if isinstance(made, nn.Module) and call.holds_weights:
            parameters += sum(parameter.numel() for parameter in made.parameters())
            with FlopCounterMode(display=False) as counter:
                value = [made.forward(*value)]  # not `made(…)`: a refusal would leave the counter's hooks half done
            flops += counter.get_total_flops()
        else:
            value = [made(*value)]
    return Counted(tuple(value[0].shape)[1:], parameters, per_picture(flops))


def own_layer(call: TorchCall) -> nn.Module | Computation:
    """Return the layer as torch makes it, with its own weights (the engine gives it the block's), for evaluation."""
    made = getattr(nn, call.name)(**call.arguments, **({"device": "meta"} if call.holds_weights else {})) if call.layer else build_call(call)
    return made.eval() if isinstance(made, nn.Module) else made


def per_picture(flops: int) -> int:
    macs, rest = divmod(flops, 2 * BATCH)
    assert rest == 0
    return macs


@torch.no_grad()
def compare(architecture: Architecture) -> Analysis:
    """Put a network beside torch and return its analysis.

    Raises:
        DifferenceError: Torch gives, counts or refuses something else.
        BeyondTorchError: Nothing can be compared.
    """
    analysis = analyse(architecture)
    counts = [counted for name in analysis.order for counted in _compared(analysis, analysis.reports[name])]
    _same(architecture, "parameters in all", analysis.parameters, sum(found.parameters for found in counts))
    _same(architecture, "MACs in all", analysis.macs, sum(found.macs for found in counts))
    _compare_engine(analysis)
    return analysis


def _compared(analysis: Analysis, report: BlockReport) -> Iterator[Counted]:
    """Compare one block; nothing comes of one that torch does not compute."""
    architecture, block, reports = analysis.architecture, report.block, analysis.reports
    sources = [reports[name] for name in architecture.sources[block.id]]
    match report.state:
        case State.OK if not sources:
            _same(architecture, block.id, (block.spec.type_name, report.parameters, report.macs), ("input", 0, 0))
        case State.OK:
            shapes = tuple(source.output_shape for source in sources if source.output_shape is not None)
            _same(architecture, f"{block.id}: inputs", report.input_shapes, shapes)
            try:
                counted = torchs(block.spec, shapes)
            except REFUSALS as error:
                if "overflow" in str(error):
                    raise BeyondTorchError(str(error)) from error
                raise DifferenceError(architecture, f"{block.id}: torch refuses what is accepted: {error}") from error
            assert report.output_shape is not None
            _same(architecture, f"{block.id}: {block.spec}", Counted(report.output_shape, report.parameters, report.macs), counted)
            yield counted
        case State.BROKEN:
            _compare_refusal(architecture, report)
        case State.WAITING:
            _same(architecture, f"{block.id} waits", any(source.state in (State.BROKEN, State.WAITING) for source in sources), True)
        case State.LOOSE:
            _same(architecture, f"{block.id} is loose", block.id in architecture.downstream("input"), False)


def _compare_refusal(architecture: Architecture, report: BlockReport) -> None:
    codes = {problem.code for problem in report.problems if problem.severity is Severity.ERROR}
    if codes & (STRICTER | WIRING):
        return
    try:
        made = torchs(report.block.spec, report.input_shapes)
    except REFUSALS:
        return
    raise DifferenceError(architecture, f"{report.id}: torch computes {made}, which is refused: {codes}")


def _compare_engine(analysis: Analysis) -> None:
    """Compare the module that the engine builds of all blocks."""
    architecture = analysis.architecture
    network = Network(architecture, analysis, lambda _, weight: torch.empty(weight.shape, device="meta")).eval()
    if analysis.input_id is None or (shape := analysis.reports[analysis.input_id].output_shape) is None:
        return
    pictures = torch.empty(BATCH, *shape, device="meta")
    fitting = {name: report.output_shape for name, report in analysis.reports.items() if report.state is State.OK}
    recorded = network.record(pictures, fitting)
    _same(architecture, "shapes in the engine", fitting, {name: tuple(recorded[name].shape)[1:] for name in fitting if name in recorded})
    _same(architecture, "parameters in the engine", analysis.parameters, sum(found.numel() for found in network.parameters()))
    _same(architecture, "trainable", analysis.trainable_parameters, sum(found.numel() for found in network.trainable()))


def _same(architecture: Architecture, what: str, ours: object, torchs: object) -> None:
    if ours != torchs:
        raise DifferenceError(architecture, f"{what}: {ours}, but torch {torchs}")
