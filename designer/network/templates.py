"""The shipped networks, and opening a network by the name that a person types."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from designer import resources
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.errors import FileError
from designer.network.fields import did_you_mean, quote
from designer.network.file_format import load_file
from designer.network.shapes import Shape

_ORDER = (
    "lenet5", "lenet5-32", "mlp", "tinyvgg", "nin", "resnet8-cifar", "resnet20-cifar",
    "alexnet", "vgg11", "vgg16", "squeezenet1_1", "googlenet", "resnet18", "mobilenet_v2",
)  # fmt: skip
"""From simple to large; those that see small pictures first. A template that is not named here comes last."""

_SOURCE = "Source: "


@dataclass(frozen=True)
class TemplateListing:
    """What a list of templates says of one.

    Args:
        name: What it is opened by.
        input_shape: Of the pictures; ``None``: it has no input.
        macs: For one picture.
    """

    name: str
    architecture: Architecture
    input_shape: Shape | None
    parameters: int
    macs: int

    @property
    def title(self) -> str:
        """The network's name for people."""
        return self.architecture.name or self.name

    @property
    def description(self) -> str:
        """One line: the first of the network's notes."""
        return self.architecture.notes.partition("\n")[0]

    @property
    def source(self) -> str:
        """Who described the network where: authors, title, venue, year; empty: the notes do not say."""
        return next((line.removeprefix(_SOURCE) for line in self.architecture.notes.split("\n") if line.startswith(_SOURCE)), "")


def template_names() -> tuple[str, ...]:
    """Return the names of the shipped networks, from simple to large."""
    found = tuple(resources.templates())
    return tuple(name for name in _ORDER if name in found) + tuple(name for name in found if name not in _ORDER)


def load_template(name: str) -> Architecture:
    """Return a shipped network.

    Raises:
        FileError: There is none of that name.
    """
    paths = resources.templates()
    if name not in paths:
        raise FileError([f"there is no template {quote(name)}; there are {', '.join(template_names())}{did_you_mean(name, list(paths))}"])
    return load_file(paths[name])


@cache
def describe_template(name: str) -> TemplateListing:
    """Return what a list of templates says of one; it is read and analysed once.

    Raises:
        FileError: There is none of that name.
    """
    analysis = analyse(load_template(name))
    start = analysis.reports[analysis.input_id] if analysis.input_id else None
    return TemplateListing(name, analysis.architecture, start.output_shape if start else None, analysis.parameters, analysis.macs)


def open_named(text: str) -> Architecture:
    """Return the network of a path, else of a template's name.

    Raises:
        FileError: There is neither, or the file is refused.
    """
    names = template_names()
    if text in names and not os.path.isfile(text):
        return load_template(text)
    if not os.path.exists(text):  # False also for what can be no path
        raise FileError([f"there is no file and no template {quote(text)}; templates: {', '.join(names)}{did_you_mean(text, names)}"])
    return load_file(Path(text))
