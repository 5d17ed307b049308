"""Design convolutional networks in a window, train them, and watch every feature map while they learn."""

from functools import cache

__all__ = ["version"]


@cache
def version() -> str:
    """Return the program's version, which is written down in `pyproject.toml` only.

    >>> version().count(".")
    2
    """
    from importlib import metadata

    try:
        return metadata.version("cnn-designer")
    except metadata.PackageNotFoundError:
        return _version_of_checkout()


def _version_of_checkout() -> str:
    """Return the version of a checkout that was never installed."""
    import tomllib
    from pathlib import Path

    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    return str(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"])
