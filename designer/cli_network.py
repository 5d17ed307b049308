"""The commands that only read: `summary`, `check`, `templates`, `runs`. They need neither Qt nor torch."""

import argparse
import difflib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.network.errors import DesignerError, FileError
from designer.resources import templates

if TYPE_CHECKING:
    from designer.network.analysis import Analysis

__all__ = ["analysis_of", "check", "declare_check", "declare_listing", "declare_summary", "list_runs", "list_templates", "network_file", "summary"]

_DONE, _FAILED = 0, 1


def network_file(name: str, other_words: tuple[str, ...] = ()) -> Path:
    """Return the file that a FILE on the command line means: a path, or the name of a shipped network.

    Args:
        other_words: What else could have been typed in this place; used to guess at typing errors.

    Raises:
        DesignerError: There is no such file and no shipped network of that name.
    """
    shipped = templates()
    path = Path(name)
    if name in shipped and not path.exists():
        return shipped[name]
    if path.is_dir():
        raise DesignerError(f"{name} is a folder; a .cnn file or the name of a shipped network is needed ({', '.join(shipped)})")
    if not path.exists():
        close = difflib.get_close_matches(path.stem, [*shipped, *other_words], n=1)
        meant = f"did you mean {close[0]}? " if close else ""
        raise DesignerError(f"there is no file {name}; {meant}shipped networks are {', '.join(shipped)}")
    return path


def declare_listing(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `templates` and `runs`."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def declare_summary(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `summary`."""
    parser.add_argument("file", metavar="FILE", help="a .cnn file, or the name of a shipped network (lenet5)")
    declare_listing(parser)


def declare_check(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `check`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a .cnn file, or the name of a shipped network (lenet5)")
    declare_listing(parser)


def summary(arguments: argparse.Namespace) -> int:
    """Print what is known of a network; 1 if it has an error."""
    from designer import cli_report

    analysis = analysis_of(network_file(arguments.file))
    _print_json(cli_report.summary_json(analysis)) if arguments.json else print(cli_report.summary_text(analysis))
    _repeat_errors([cli_report.problem_line(problem) for problem in analysis.errors])
    return _FAILED if analysis.errors else _DONE


def check(arguments: argparse.Namespace) -> int:
    """Print the problems of networks; 1 if one has an error or cannot be read. One bad file does not hide the others."""
    from designer import cli_report

    found: list[dict[str, Any]] = []
    errors: list[str] = []
    for name in arguments.files:
        try:
            problems = [(cli_report.problem_json(problem), cli_report.problem_line(problem)) for problem in analysis_of(network_file(name)).problems]
        except DesignerError as error:
            faults = error.faults if isinstance(error, FileError) else (str(error),)
            problems = [({"block": None, "severity": "error", "code": "file", "message": fault, "fixes": []}, f"error: {fault}") for fault in faults]
        found.append({"file": name, "problems": [entry for entry, _ in problems]})
        errors += [cli_report.plain(f"{name}: {line}") for entry, line in problems if entry["severity"] == "error"]
        if not arguments.json:
            print("\n".join(cli_report.plain(f"{name}: {line}") for line in [line for _, line in problems] or ["no problems"]))
    if arguments.json:
        _print_json(found)
    _repeat_errors(errors)
    return _FAILED if errors else _DONE


def list_templates(arguments: argparse.Namespace) -> int:
    """Print the networks that ship with the program, from simple to large."""
    from designer import cli_report
    from designer.network.templates import describe_template, template_names

    paths, listings = templates(), [describe_template(name) for name in template_names()]
    if arguments.json:
        _print_json([cli_report.template_json(listing, paths[listing.name]) for listing in listings])
    else:
        print(cli_report.templates_text(listings))
    return _DONE


def list_runs(arguments: argparse.Namespace) -> int:
    """Print the runs in the user's folder, newest first."""
    from designer import cli_report
    from designer.runs import listing

    runs = listing.list_runs()
    if arguments.json:
        _print_json([run.to_json() for run in runs])
    else:
        print("\n".join(cli_report.run_line(run) for run in runs) or "no runs yet; cnn-designer train lenet5 makes one")
    return _DONE


def analysis_of(path: Path) -> "Analysis":
    """Return what is known of the network in a file, judged by the classes of its data set where those are known."""
    from designer.data.registry import dataset_names, describe
    from designer.network.analysis import analyse
    from designer.network.file_format import load_file
    from designer.network.fixes import best_first

    architecture = load_file(path)
    dataset = architecture.training.dataset
    return best_first(analyse(architecture, classes=len(describe(dataset).classes) if dataset in dataset_names() else None))


def _print_json(document: object) -> None:
    """Print exactly one document; non-ASCII is escaped, so that no terminal's encoding can spoil it."""
    print(json.dumps(document, indent=1, allow_nan=False))


def _repeat_errors(lines: list[str]) -> None:
    """Say errors on stderr too, for whoever redirects stdout; on a terminal they have just been read."""
    if not sys.stdout.isatty():
        print(*lines, sep="\n", end="\n" if lines else "", file=sys.stderr)
