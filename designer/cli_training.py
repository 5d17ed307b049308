"""The commands that train: `train`, and the `worker` that the window starts."""

import argparse

from designer.cli_network import network_file

__all__ = ["declare_train", "declare_worker", "train", "worker"]


def declare_worker(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `worker`: none."""


def worker(arguments: argparse.Namespace) -> int:
    """Serve one window on standard input and output until it closes them."""
    from designer.engine import worker as engine_worker

    return engine_worker.main(1)


def declare_train(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `train`; a setting that is not given comes from the network's file."""
    parser.add_argument("file", metavar="FILE", help="a .cnn file, or the name of a shipped network (lenet5)")
    parser.add_argument("--data", metavar="D", help="digits or mnist")
    parser.add_argument("--data-root", metavar="DIR", help="the folder that holds mnist/")
    parser.add_argument("--epochs", type=positive, metavar="N", help="how often every picture is seen")
    parser.add_argument("--batch-size", type=positive, metavar="B", help="pictures in one step")
    parser.add_argument("--lr", type=float, metavar="X", help="learning rate")
    parser.add_argument("--optimizer", metavar="O", help="adam or sgd")
    parser.add_argument("--momentum", type=float, metavar="M", help="momentum of sgd")
    parser.add_argument("--weight-decay", type=float, metavar="W", help="how strongly weights are pulled towards zero")
    parser.add_argument("--seed", type=int, metavar="S", help="equal seeds give equal runs")
    parser.add_argument("--device", default="auto", metavar="auto|cpu|cuda|cuda:N|mps", help="where to train (default auto)")
    parser.add_argument("--threads", type=positive, metavar="T", help="processor threads to use (default all)")
    parser.add_argument("--out", metavar="RUN", help="the run folder to write (default: a new one among the runs)")
    parser.add_argument("--json", action="store_true", help="print one JSON document when done")


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

    given = {name: value for name, value in vars(arguments).items() if name != "file"}
    return train_command.run(TrainOptions(file=network_file(arguments.file), **given))
