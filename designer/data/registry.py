"""The data sets by name. A new kind of data set is a file in `sources/` and one line here."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

from designer.data.dataset import Dataset, DatasetInfo
from designer.data.errors import DataError
from designer.data.sources import digits, mnist
from designer.data.sources.source import Source

_SOURCES: dict[str, Source] = {source.info.name: source for source in (digits.SOURCE, mnist.SOURCE)}


def dataset_names() -> tuple[str, ...]:
    """Return the names that `describe` and `load` know, the default first."""
    return tuple(_SOURCES)


def describe(name: str, data_root: Path | None = None) -> DatasetInfo:
    """Return a data set's declaration and whether its files are there, without reading them.

    Raises:
        DataError: No data set has this name.
    """
    source = _source(name)
    availability = source.locate(data_root)
    return replace(source.info, available=availability.ready, availability=availability.sentence)


def load(name: str, data_root: Path | None = None) -> Dataset:
    """Read a data set.

    Args:
        name: One of `dataset_names()`.
        data_root: The folder whose sub-folders hold data sets that do not ship with the program.

    Raises:
        DataError: No data set has this name, or its files are missing or damaged.
    """
    return _source(name).load(data_root)


def _source(name: str) -> Source:
    if name in _SOURCES:
        return _SOURCES[name]
    close = difflib.get_close_matches(name[:64].lower(), _SOURCES, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    raise DataError(f"there is no data set {name[:64]!r}; {meant}known are {', '.join(_SOURCES)}")
