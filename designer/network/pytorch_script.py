"""Code export: a network as a readable Python script that needs only torch.

What a block computes is printed from the torch calls that the training builds, so the two cannot differ. A block type needs nothing
here; how a layer reads well is said in `pytorch_script_calls`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture
from designer.network.errors import DesignerError
from designer.network.pytorch_script_lines import Lines
from designer.network.pytorch_script_loop import needs_math, settings, training_loop
from designer.network.pytorch_script_names import class_name, file_name
from designer.network.pytorch_script_network import add_network
from designer.network.pytorch_script_plan import ForwardPlan, plan
from designer.network.pytorch_script_training import READ_IDX, command_line, preparing, weights_loader
from designer.network.shapes import shape_text
from designer.network.small_batches import needs_two_pictures
from designer.network.training import Training

_WIDTH = 120
_LONGEST_NAME = 200
_LONGEST_NOTE = 600


class ExportError(DesignerError):
    """Report a network that cannot be exported, with the reason."""


@dataclass(frozen=True)
class Script:
    """A network as Python.

    Args:
        text: The whole script.
        lines_of: For every block of the network the ranges of its lines, counted from 0: where it is declared, where it computes.
        file_name: What its file may be called.
    """

    text: str
    lines_of: Mapping[str, tuple[range, ...]]
    file_name: str


def script(architecture: Architecture, analysis: Analysis | None = None, weights: str | None = None) -> Script:
    """Return the network as a script; loose blocks are left out.

    Args:
        analysis: Of this architecture, where it is known already.
        weights: The file that the script loads unless told otherwise, as the script is to name it.

    Raises:
        ExportError: The network has errors or is empty.
    """
    analysis = analysis or analyse(architecture)
    _refuse_errors(analysis)
    planned = plan(analysis)
    pictures = analysis.reports[analysis.input_id or ""].output_shape or ()
    logits = analysis.reports[analysis.logits_id or ""].output_shape or ()
    training = architecture.training
    title, trains = class_name(architecture.name), analysis.trainable_parameters > 0
    holders = {step.main: step.report.id for step in planned.steps if step.main}
    needs_two = trains and needs_two_pictures(analysis)

    lines = Lines()
    lines.add_text(_docstring(architecture, analysis))
    lines.add_text(_imports(training, trains, bool(holders)))
    lines.add_text(settings(training, needs_two, trains))
    lines.add_text("\n\n")
    add_network(lines, title, planned, analysis)
    parts = [preparing(pictures)]
    if trains:
        parts += [training_loop(training, needs_two, logits[0]), READ_IDX]
    if holders:
        parts.append(weights_loader(_renamed(planned)))
    parts.append(command_line(title, pictures, logits[0], weights, bool(holders), trains, training.deterministic))
    lines.add_text("\n\n".join(parts))
    return Script(lines.text(), lines.ranges(), file_name(architecture.name))


def _refuse_errors(analysis: Analysis) -> None:
    if analysis.errors:
        more = f" (and {len(analysis.errors) - 1} more)" if len(analysis.errors) > 1 else ""
        raise ExportError(f"a network with errors cannot be exported: {analysis.errors[0].message}{more}")
    if analysis.logits_id is None or analysis.end_id == analysis.input_id:
        raise ExportError("there is nothing to export: the network needs an input and layers behind it")


def _renamed(planned: ForwardPlan) -> dict[str, str]:
    """Return the ids of blocks with weights by the names of their layers, where these differ."""
    return {step.main: step.report.id for step in planned.steps if step.main and step.main != step.report.id}


def _docstring(architecture: Architecture, analysis: Analysis) -> str:
    name = _one_line(architecture.name, _LONGEST_NAME) or "A convolutional network"
    first_note = _one_line(next(iter(architecture.notes.strip().splitlines()), ""), _LONGEST_NOTE)
    note = textwrap.wrap(first_note, _WIDTH, break_long_words=False)
    shape = analysis.reports[analysis.input_id or ""].output_shape or ()
    frozen = f" ({analysis.trainable_parameters:,} trainable)" if analysis.trainable_parameters != analysis.parameters else ""
    told = f"Input {shape_text(shape)}; {analysis.parameters:,} parameters{frozen}; {analysis.macs:,} multiply-accumulates per picture."
    does = "trains one step" if analysis.trainable_parameters else "is tried"
    made = f"Exported by CNN Designer; needs only PyTorch. Run as it is, it {does} on random pictures; --help tells more."
    text = "\n".join([name, "", *note, *([""] if note else []), told, made])
    return f'"""{_quotable(text)}\n"""\n\n'


def _one_line(text: str, longest: int) -> str:
    """Return a text as one line of visible characters: no controls, nothing that turns the direction of what follows."""
    line = " ".join(text[: 4 * longest].split())
    visible = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return visible if len(visible) <= longest else f"{visible[: longest - 1]}…"


def _quotable(text: str) -> str:
    """Return a text that reads the same within triple quotes and cannot end them."""
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _imports(training: Training, trains: bool, has_weights: bool) -> str:
    used = {"argparse": True, "gzip": trains, "json": has_weights, "math": trains and needs_math(training), "os": training.deterministic}
    modules = [name for name, wanted in used.items() if wanted]
    return "\n".join([*(f"import {module}" for module in modules), "", "import torch", "from torch import Tensor, nn", ""]) + "\n"
