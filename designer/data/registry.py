"""The data sets by name or path. A new kind of data set is a file in `sources/` and one line here."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

from designer.data.dataset import Dataset, DatasetInfo
from designer.data.download import download
from designer.data.errors import DataError, NotHereError
from designer.data.progress import Watch, unwatched
from designer.data.sources import cifar10, digits, fashion_mnist, mnist, shapes
from designer.data.sources.npz import declare_npz, load_npz
from designer.data.sources.picture_folder import declare_folder, load_folder
from designer.data.sources.source import Places, Source
from designer.network.dataset_names import is_path, resolved

_SOURCES: dict[str, Source] = {
    source.info.name: source for source in (digits.SOURCE, shapes.SOURCE, mnist.SOURCE, fashion_mnist.SOURCE, cifar10.SOURCE)
}


def dataset_names() -> tuple[str, ...]:
    """Return the names that `describe` and `load` know, the default first."""
    return tuple(_SOURCES)


def named_on_command_line(name: str) -> str:
    """Return what `--data` means: one of the known data sets, or the absolute path of what lies there.

    >>> named_on_command_line("mnist")
    'mnist'
    """
    if name in _SOURCES or is_path(name):
        return resolved(name)
    return resolved(f"./{name}") if Path(name[:1024]).exists() else name


def describe(name: str, data_root: Path | None = None, downloads: Path | None = None) -> DatasetInfo:
    """Return a data set's declaration and whether its files are there, without reading them.

    Raises:
        DataError: No data set has this name, or there is none at this path.
    """
    if is_path(name):
        path = Path(resolved(name))
        return declare_npz(path) if _is_npz(path) else declare_folder(path)
    source = _source(name)
    availability = source.locate(Places(data_root, downloads))
    return replace(source.info, available=availability.ready, availability=availability.sentence)


def load(name: str, data_root: Path | None = None, downloads: Path | None = None, watch: Watch = unwatched, may_download: bool = False) -> Dataset:
    """Read a data set.

    Args:
        name: One of `dataset_names()`, or the path of a folder, a zip or an .npz.
        data_root: The folder whose sub-folders hold data sets that do not ship with the program.
        downloads: The program's own folder of downloaded data sets.
        watch: Is told how far it is; may raise `LoadingCancelledError`.
        may_download: Fetch into `downloads` what is nowhere: a person asked for this data set.

    Raises:
        DataError: No data set has this name, or its files are missing or damaged.
    """
    if is_path(name):
        path = Path(resolved(name))
        return load_npz(path, watch) if _is_npz(path) else load_folder(path, watch)
    source, places = _source(name), Places(data_root, downloads)
    try:
        return source.load(places, watch)
    except NotHereError:
        if not may_download or downloads is None or source.remote is None:
            raise
    download(name, source.remote, downloads / name, watch)
    return source.load(places, watch)


def _is_npz(path: Path) -> bool:
    return path.suffix.lower() == ".npz"


def _source(name: str) -> Source:
    if name in _SOURCES:
        return _SOURCES[name]
    close = difflib.get_close_matches(name[:64].lower(), _SOURCES, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    raise DataError(
        f"there is no data set {name[:64]!r}; {meant}known are {', '.join(_SOURCES)}, and the path of a folder with a sub-folder for each class, "
        "of a zip of one, or of an .npz (./pictures, not pictures)"
    )
