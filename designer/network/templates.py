"""The shipped networks, and opening a network by the name that a person types."""

from __future__ import annotations

import os
from pathlib import Path

from designer import resources
from designer.network.architecture import Architecture
from designer.network.errors import FileError
from designer.network.fields import did_you_mean, quote
from designer.network.file_format import load_file


def template_names() -> tuple[str, ...]:
    """Return the names of the shipped networks, ordered."""
    return tuple(resources.templates())


def load_template(name: str) -> Architecture:
    """Return a shipped network.

    Raises:
        FileError: There is none of that name.
    """
    paths = resources.templates()
    if name not in paths:
        raise FileError([f"there is no template {quote(name)}; there are {', '.join(paths)}{did_you_mean(name, list(paths))}"])
    return load_file(paths[name])


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
