"""Processes that read and fit pictures ahead of training, each behind a pipe of its own.

Plain processes and raw bytes instead of `multiprocessing`: nothing is pickled, torch is not imported again in each, and they end with their
standard input, thus also when this process is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import designer
from designer.data.decoder import HEAD, PICTURES
from designer.data.errors import DataError
from designer.data.picture_files import FilePictures
from designer.data.preparation import Preparation
from designer.data.raw import Labels, Prepared


class Decoders:
    """A few decoding processes; `prepared` may be called by as many threads at once.

    Args:
        files: Where the pictures are.
        count: Number of processes; they are started when they are first needed.
    """

    def __init__(self, files: FilePictures, preparation: Preparation, count: int) -> None:
        self._files = files
        self._preparation = preparation
        self._idle: queue.LifoQueue[_Decoder | None] = queue.LifoQueue()
        self._all: list[_Decoder] = []
        for _ in range(count):
            self._idle.put(None)
        weakref.finalize(self, _end_all, self._all)

    def prepared(self, positions: Labels) -> Prepared:
        """Return pictures fitted to the input block, computed by the first process that is free.

        Raises:
            DataError: A file cannot be read any more, or the process has died.
        """
        decoder = self._idle.get()
        try:
            if decoder is None or decoder.has_ended():
                decoder = _Decoder(self._files.root, self._preparation)
                self._all.append(decoder)
            return decoder.prepared([self._files.names[position] for position in positions.tolist()])
        finally:
            self._idle.put(decoder)

    def close(self) -> None:
        """End the processes."""
        _end_all(self._all)


class _Decoder:
    """One process."""

    def __init__(self, root: Path, preparation: Preparation) -> None:
        self._shape = preparation.shape
        self._root = root
        places = [os.fspath(Path(designer.__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
        command = [sys.executable, "-m", "designer.data.decoder"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self._say({"root": os.fspath(root.absolute()), "preparation": preparation.to_json()})

    def has_ended(self) -> bool:
        """Tell whether the process is gone."""
        return self._process.poll() is not None

    def prepared(self, names: Sequence[str]) -> Prepared:
        """Return pictures; waits for them."""
        assert self._process.stdout is not None
        self._say({"names": list(names)})
        head = self._process.stdout.read(HEAD.size)
        kind, length = HEAD.unpack(head) if len(head) == HEAD.size else (None, 0)
        if kind == PICTURES:
            pictures = np.empty((len(names), *self._shape), dtype=np.float32)
            if length == pictures.nbytes and self._fill(pictures.reshape(-1).view(np.uint8).data):
                return pictures
        elif kind is not None:
            raise DataError(self._process.stdout.read(length).decode())
        self.end()
        raise DataError(f"a process that reads pictures of {self._root} ended unexpectedly (status {self._process.returncode}); memory may be short")

    def end(self) -> None:
        """End the process, if it has not."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _say(self, words: dict[str, object]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has died: reading its answer tells
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            self._process.stdin.flush()

    def _fill(self, room: memoryview) -> bool:
        assert self._process.stdout is not None
        while room:
            count = self._process.stdout.readinto(room)  # type: ignore[attr-defined]  # a BufferedReader, which the stubs do not know
            if not count:
                return False
            room = room[count:]
        return True


def _end_all(decoders: list[_Decoder]) -> None:
    for decoder in decoders:
        decoder.end()
    decoders.clear()
