"""The command `export`: a network as a file for other programs. It needs neither Qt nor torch."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli_network import analysis_of, network_file
from designer.network.errors import DesignerError

if TYPE_CHECKING:
    from designer.network.analysis import Analysis

__all__ = ["declare_export", "export"]

_DONE = 0


def declare_export(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `export`."""
    parser.add_argument("file", metavar="FILE", help="a .cnn file, or the name of a shipped network (lenet5)")
    parser.add_argument("--to", required=True, choices=("pytorch",), help="pytorch: a Python script that needs only torch")
    parser.add_argument("--out", required=True, type=Path, metavar="PATH", help="the file to write; one that is there is replaced")
    parser.add_argument("--weights", metavar="W", help="the .safetensors file that the script loads unless told otherwise")


def export(arguments: argparse.Namespace) -> int:
    """Write the script and say what it is; nothing is written where the network or the weights do not fit."""
    from designer.network.pytorch_script import script
    from designer.runs.atomic import write_atomically

    source, out = network_file(arguments.file), arguments.out
    _check_out(source, out)
    analysis = analysis_of(source)
    made = script(analysis.architecture, analysis, arguments.weights)
    if arguments.weights is not None:
        _check_weights(analysis, Path(arguments.weights))
    write_atomically(out, made.text.encode())
    print(f"{out}: {analysis.parameters:,} parameters; python {out} trains it")
    return _DONE


def _check_out(source: Path, out: Path) -> None:
    """Refuse a place where no script can or should be written."""
    if out.is_dir():
        raise DesignerError(f"--out {out} is a folder; a file in it is needed, such as {out / 'network.py'}")
    if not out.parent.is_dir():
        raise DesignerError(f"--out {out}: there is no folder {out.parent}; make it first, or choose another")
    if out.exists() and os.path.samefile(source, out):
        raise DesignerError(f"--out {out} is the network's own file; choose another")


def _check_weights(analysis: "Analysis", path: Path) -> None:
    """Refuse weights that the script could not load, judged by the header of their file."""
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise DesignerError(f"there is no weights file {path}")
    try:
        with safe_open(path, framework="numpy") as file:
            slices = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118  # it is no mapping
            found = {name: (tuple(part.get_shape()), part.get_dtype()) for name, part in slices.items()}
    except SafetensorError as error:
        raise DesignerError(f"{path} is no .safetensors file: {error}") from error
    for name, shape in _needed(analysis).items():
        if name not in found:
            raise DesignerError(f"{path} does not fit: it has no {name}; the network needs one of {_sizes(shape)}")
        if found[name] != (shape, "F32"):
            has, kind = found[name]
            raise DesignerError(f"{path} does not fit: its {name} is {_sizes(has)} ({kind}); the network needs {_sizes(shape)} (F32)")


def _needed(analysis: "Analysis") -> dict[str, tuple[int, ...]]:
    """Return the shapes of the network's tensors by their names in weights files."""
    reports = [analysis.reports[block] for block in analysis.order if analysis.reports[block].in_network]
    return {f"{report.id}.{weight.name}": weight.shape for report in reports for weight in report.block.spec.weights(report.input_shapes)}


def _sizes(shape: tuple[int, ...]) -> str:
    return "×".join(str(size) for size in shape) or "a single number"
