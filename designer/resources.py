"""Where the files that ship with the program lie: icons, themes, templates, pictures, digits.

In a checkout and in an editable install they are the top-level folder `resources/`; a wheel carries the same tree inside
the package, as `designer/_resources/`. Nobody else computes these paths.
"""

from functools import cache
from pathlib import Path

__all__ = ["resource", "templates"]

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder; whether it exists is not checked.

    >>> resource("templates", "lenet5.cnn").name
    'lenet5.cnn'
    """
    return _root().joinpath(*parts)


def templates() -> dict[str, Path]:
    """Return the shipped networks: the name a person types, and the file, ordered by name."""
    return {path.stem: path for path in sorted(resource("templates").glob("*.cnn"), key=lambda path: path.stem)}
