"""The words of the command line: which command was typed, and what its exit status means.

A command is one row of `_COMMANDS`. What a command needs (Qt for the window, torch for training) is imported by the function that
does the work, so that `summary` starts in a fraction of a second.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from designer import cli_export, cli_network, cli_predict, cli_training
from designer.network.errors import DesignerError

__all__ = ["main"]

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True)
class Subcommand:
    """A word of the command line.

    Args:
        summary: One line for the list of commands.
        declare: Adds the command's arguments to its parser.
        run: Does the work and returns the exit status.
    """

    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


_COMMANDS = {
    "summary": Subcommand("shapes, parameters, MACs, memory, receptive fields, problems", cli_network.declare_summary, cli_network.summary),
    "check": Subcommand("the problems of one or several networks", cli_network.declare_check, cli_network.check),
    "templates": Subcommand("the networks that ship with the program", cli_network.declare_listing, cli_network.list_templates),
    "runs": Subcommand("the trainings on this computer", cli_network.declare_listing, cli_network.list_runs),
    "train": Subcommand("train a network with a progress bar", cli_training.declare_train, cli_training.train),
    "sweep": Subcommand("many trainings over chosen settings (Optuna)", cli_training.declare_sweep, cli_training.sweep),
    "predict": Subcommand("class probabilities of pictures", cli_predict.declare_predict, cli_predict.predict),
    "export": Subcommand("a PyTorch script of a network, which needs only torch", cli_export.declare_export, cli_export.export),
    "worker": Subcommand("the training worker on standard input and output (the window starts it)", cli_training.declare_worker, cli_training.worker),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    Args:
        arguments: The words after the program's name; those of the process by default.

    Returns:
        0 done, 1 an error in the network, file, data or run, 2 wrong usage or no display, 130 stopped by Ctrl+C.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    program = _program()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without "×" shows "?" instead of an exception
    try:
        if words and words[0] in _COMMANDS:
            return _run_command(program, words)
        return _open_window(program, words)
    except DesignerError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard_stdout()
        return FAILED
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
    except MemoryError:
        return _fail("there is not enough memory; a smaller batch or a smaller network may fit")


def _program() -> str:
    """Return what a person types to start the program the way this process was started."""
    script = Path(sys.argv[0]).name
    return {"main.py": "python main.py", "__main__.py": "python -m designer"}.get(script, "cnn-designer")


def _run_command(program: str, words: list[str]) -> int:
    command = _COMMANDS[words[0]]
    parser = argparse.ArgumentParser(prog=f"{program} {words[0]}", description=command.summary, allow_abbrev=False)
    command.declare(parser)
    return command.run(parser.parse_args(words[1:]))


def _open_window(program: str, words: list[str]) -> int:
    """Open the window on the network that was named, if any."""
    parser = argparse.ArgumentParser(
        prog=program,
        usage=f"{program} [FILE] [--data-root DIR]\n       {program} COMMAND ... (--help after a command explains it)",
        description="Design a convolutional network in a window, train it, and watch its feature maps.",
        epilog="commands:\n" + "\n".join(f"  {name:<10} {command.summary}" for name, command in _COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="a .cnn file, or the name of a shipped network (lenet5)")
    parser.add_argument("--data-root", metavar="DIR", help="the folder that holds mnist/, fashion-mnist/, cifar10/")
    parser.add_argument("--version", action="store_true", help="print the version")
    chosen = parser.parse_args(words)
    if chosen.version:
        from designer import version

        print(version())
        return DONE
    path = None if chosen.file is None else os.fspath(cli_network.network_file(chosen.file, other_words=tuple(_COMMANDS)))

    from designer import app

    return app.open_window(path, chosen.data_root, program)


def _fail(text: str) -> int:
    """Print one line for each sentence."""
    for line in text.splitlines() or ["it failed without a word"]:
        print(f"error: {line}", file=sys.stderr)
    return FAILED


def _discard_stdout() -> None:
    """Let the interpreter flush at its end into nowhere: whoever read our output has gone.

    Source:
        Python library reference, `signal`, "Note on SIGPIPE".
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
