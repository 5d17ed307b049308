"""The commands that train: `train`, and the `worker` that the window starts."""

import argparse
from pathlib import Path

from designer.cli_network import network_file

__all__ = ["declare_sweep", "declare_train", "declare_worker", "sweep", "train", "worker"]

DATA_HELP = (
    "digits, shapes (drawn on the spot), mnist, fashion-mnist or cifar10 (downloaded once where --data-root does not hold it); or a path: "
    "of a folder with a sub-folder for each class, or with train, validation and test of such, of a zip of one, of an .npz with images and labels"
)
DATA_ROOT_HELP = "the folder that holds mnist/, fashion-mnist/, cifar10/"


def declare_worker(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `worker`."""
    parser.add_argument("--processes", type=positive, default=1, metavar="N", help="processes that train together (default 1)")


def worker(arguments: argparse.Namespace) -> int:
    """Serve one window on standard input and output until it closes them."""
    from designer.engine import worker as engine_worker

    engine_worker.main(arguments.processes)


def declare_train(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `train`; a setting that is not given comes from the network's file."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="a .cnn file, or the name of a shipped network (lenet5)")
    parser.add_argument("--resume", metavar="RUN", help="instead of FILE: the folder of a run to go on with; --epochs is then the new total")
    parser.add_argument("--data", metavar="D", help=DATA_HELP)
    parser.add_argument("--data-root", metavar="DIR", help=DATA_ROOT_HELP)
    parser.add_argument("--epochs", type=positive, metavar="N", help="how often every picture is seen")
    parser.add_argument("--batch-size", type=positive, metavar="B", help="pictures in one step")
    parser.add_argument("--lr", type=float, metavar="X", help="learning rate")
    parser.add_argument("--optimizer", metavar="O", help="adam or sgd")
    parser.add_argument("--momentum", type=float, metavar="M", help="momentum of sgd")
    parser.add_argument("--weight-decay", type=float, metavar="W", help="how strongly weights are pulled towards zero")
    parser.add_argument("--seed", type=int, metavar="S", help="equal seeds give equal runs")
    parser.add_argument("--device", default="auto", metavar="auto|cpu|cuda|cuda:N|mps", help="where to train (default auto)")
    parser.add_argument("--threads", type=positive, metavar="T", help="processor threads to use (default all)")
    parser.add_argument("--processes", type=positive, default=1, metavar="N", help="processes that share each batch (default 1)")
    parser.add_argument("--out", metavar="RUN", help="the run folder to write (default: a new one among the runs)")
    parser.add_argument("--json", action="store_true", help="print one JSON document when done")
    parser.set_defaults(refuse=parser.error)


def positive(text: str) -> int:
    """Return a whole number of at least 1, for argparse."""
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return number


def train(arguments: argparse.Namespace) -> int:
    """Train, and return the exit status."""
    from designer.engine import train_command
    from designer.engine.train_options import TrainOptions

    if arguments.file is None and arguments.resume is None:
        arguments.refuse("give a FILE, or --resume RUN")
    given = {name: value for name, value in vars(arguments).items() if name not in ("file", "refuse")}
    file = None if arguments.file is None else Path(arguments.file) if arguments.resume else network_file(arguments.file)
    options = TrainOptions(file=file, **given)
    if options.resume is not None and (refused := options.refused_with_resume()):
        arguments.refuse(refused)
    return train_command.run(options)


def declare_sweep(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `sweep`."""
    parser.add_argument("file", metavar="FILE", help="a .cnn file, or the name of a shipped network (lenet5)")
    parser.add_argument("--trials", type=positive, required=True, metavar="N", help="runs to make")
    parser.add_argument(
        "--over", action="append", default=[], metavar="KEY=RANGE",
        help="a setting and what it may be: learning_rate=1e-4..1e-1, optimizer=sgd,adam, conv1.filters=4..32; several times for several",
    )  # fmt: skip
    parser.add_argument("--data", metavar="D", help="the data set; default: that of the network's file")
    parser.add_argument("--data-root", metavar="DIR", help=DATA_ROOT_HELP)
    parser.add_argument("--epochs", type=positive, metavar="N", help="epochs of each run; default: as in the network's file")
    parser.add_argument("--journal", metavar="PATH", help="a file that several sweeps share, and that a later one goes on with")
    parser.add_argument("--device", default="auto", metavar="auto|cpu|cuda|cuda:N|mps", help="where to train (default auto)")
    parser.add_argument("--threads", type=positive, metavar="T", help="processor threads to use (default all)")
    parser.add_argument("--json", action="store_true", help="print one JSON document when done")


def sweep(arguments: argparse.Namespace) -> int:
    """Make the runs of a sweep, and return the exit status."""
    from designer.engine import sweep as engine_sweep
    from designer.engine.sweep_options import SweepOptions

    given = {name: value for name, value in vars(arguments).items() if name not in ("file", "over")}
    return engine_sweep.run(SweepOptions(file=network_file(arguments.file), over=tuple(arguments.over), **given))
