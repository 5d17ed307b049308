"""Fetch the files of a data set once: several mirrors, one checksum, progress, and a way to give up."""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import urlsplit

from designer.data.errors import DataError
from designer.data.memory import size_text
from designer.data.progress import LoadingCancelledError, Progress, Watch
from designer.data.sources.source import Remote, RemoteFile

TIMEOUT_S = 15.0
"""How long a mirror may say nothing before the next is tried."""

_CHUNK = 2**16


def download(name: str, remote: Remote, folder: Path, watch: Watch) -> None:
    """Fetch what is not there yet into a folder of its own; a file is there whole or not at all.

    Args:
        name: Of the data set, for what is said.
        remote: What to fetch, and from where.
        folder: Made where it is missing.
        watch: Is told of the bytes, of all files together.

    Raises:
        DataError: No mirror gave a file: one sentence with every mirror and its reason.
        LoadingCancelledError: The one who watches gave up; no part of a file is left.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget_halves(folder)
    except OSError as error:
        raise _not_writable(name, folder, remote, error) from error
    before = 0
    for file in remote.files:
        _fetch(name, file, remote, folder, _Meter(before, remote.size_bytes, file.size_bytes, watch))
        before += file.size_bytes


class _Meter:
    """What pooch takes for a progress bar; counts bytes, ends a download that was given up or has no end."""

    def __init__(self, before: int, total: int, most: int, watch: Watch) -> None:
        self.total = 0
        self._before = before
        self._all = total
        self._most = most
        self._watch = watch
        self._done = 0

    def update(self, count: int) -> None:
        self._done += count
        if self._done > self._most + _CHUNK:
            raise ValueError(f"more than the published {self._most:,} bytes")
        self._watch(Progress("downloading", self._before + min(self._done, self._most), self._all, "bytes"))

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        """Do nothing: the next file follows."""


def _fetch(name: str, file: RemoteFile, remote: Remote, folder: Path, meter: _Meter) -> None:
    # imported here: it takes a fifth of a second, and most data sets never need it
    import pooch  # type: ignore[import-untyped]  # it ships no types
    from requests.exceptions import RequestException

    pooch.get_logger().setLevel("WARNING")  # it would write a line between those of the progress
    reasons = []
    for mirror in remote.mirrors:
        meter.reset()
        downloader = pooch.HTTPDownloader(progressbar=meter, chunk_size=_CHUNK, timeout=TIMEOUT_S)
        try:
            pooch.retrieve(mirror + file.name, known_hash=file.known_hash, fname=file.name, path=folder, downloader=downloader)
            return
        except LoadingCancelledError:
            raise
        except ValueError as error:
            reasons.append(f"{_host(mirror)}: {'other bytes than were published' if 'hash' in str(error) else str(error)}")
        except RequestException as error:
            reasons.append(f"{_host(mirror)}: {_reason(error)}")
        except OSError as error:
            raise _not_writable(name, folder / file.name, remote, error) from error
    raise DataError(
        f"{name} cannot be downloaded ({'; '.join(reasons)}); try again when there is a connection, or put {file.name} into DIR/{name} "
        "and name DIR as the data folder (--data-root DIR)"
    )


def _not_writable(name: str, path: Path, remote: Remote, error: OSError) -> DataError:
    return DataError(f"{name}: {path} cannot be written ({error.strerror or error}); {size_text(remote.size_bytes)} are needed there")


def _forget_halves(folder: Path) -> None:
    """Remove what a download that was killed has left."""
    for half in folder.glob("tmp*"):
        with contextlib.suppress(OSError):
            half.unlink()


def _host(mirror: str) -> str:
    return urlsplit(mirror).netloc


def _reason(error: Exception) -> str:
    """Return what went wrong in a few words: requests' own are nested three deep."""
    from requests import exceptions

    response = getattr(error, "response", None)
    if response is not None:
        return f"answered {response.status_code} {response.reason}"
    if isinstance(error, exceptions.Timeout):
        return f"no answer within {TIMEOUT_S:g} s"
    if isinstance(error, exceptions.SSLError):
        return "its certificate is not trusted"
    if isinstance(error, exceptions.ChunkedEncodingError):
        return "the connection broke off"
    return "cannot be reached" if isinstance(error, exceptions.ConnectionError) else type(error).__name__
