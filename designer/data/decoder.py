"""A process that reads and fits pictures for another one: names in over standard input, float32 out over standard output.

It needs no shared memory and no pickling, can crash without harm, and ends with its input: when whoever started it is gone, so is it.
Started as ``python -m designer.data.decoder``.

::

    ──► one line of JSON:   {"root": …, "preparation": …}, then for each batch {"names": […]}
    ◄── for each batch:     one byte (0: pictures, 1: a sentence), length in 8 bytes, and that many bytes
"""

from __future__ import annotations

import json
import os
import queue
import struct
import sys
import threading
from pathlib import Path
from typing import BinaryIO

import numpy as np

from designer.data.decode import quieten_pillow
from designer.data.errors import DataError
from designer.data.picture_files import FilePictures
from designer.data.preparation import Preparation
from designer.data.trees import open_reader

HEAD = struct.Struct("<BQ")
PICTURES, SENTENCE = 0, 1


def main() -> None:
    """Serve until the input ends."""
    quieten_pillow()
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, lines), daemon=True).start()
    order = json.loads(lines.get())
    root, preparation = Path(order["root"]), Preparation.from_json(order["preparation"])
    try:
        read = open_reader(root)
    except DataError as error:
        read = None
        problem = str(error)
    while True:
        names = json.loads(lines.get())["names"]
        try:
            if read is None:
                raise DataError(problem)
            pictures = FilePictures(root, names, read).prepared(np.arange(len(names)), preparation)
            _answer(PICTURES, pictures.reshape(-1).view(np.uint8).data)
        except DataError as error:
            _answer(SENTENCE, memoryview(str(error).encode()))
        except MemoryError:
            _answer(SENTENCE, memoryview(f"{root}: there is not enough memory to read {len(names)} pictures at a time".encode()))


def _listen(stream: BinaryIO, lines: queue.SimpleQueue[bytes]) -> None:
    """Hand on what comes; end the process at the end of input, even in the middle of a batch."""
    for line in stream:
        lines.put(line)
    os._exit(0)


def _answer(kind: int, content: memoryview) -> None:
    try:
        sys.stdout.buffer.write(HEAD.pack(kind, len(content)))
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError:  # nobody reads any more
        os._exit(0)


if __name__ == "__main__":
    main()
