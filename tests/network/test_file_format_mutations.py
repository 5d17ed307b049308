"""Mutated files: whatever was done to them, they open whole or are refused with sentences, at once."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from designer.network.errors import FileError
from designer.network.file_format import load, save
from tests.network.test_file_format import EXAMPLE

GOLDEN = (Path(__file__).parents[1] / "golden" / "architecture_v1.cnn").read_text(encoding="utf-8")
SEEDS_A_FILE = [text.encode() for text in (EXAMPLE, GOLDEN)]

HOSTILE = [
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"-0",
    b"-0.0",
    b"1E5",
    b"9" * 5000,
    b"1" * 400 + b".5",
    b"true",
    b"null",
    b'""',
    b'"\\ud800"',
    b'"\\u0000"',
    b"[]",
    b"{}",
    b"[[]]",
    b"[" * 5000,
    b'{"a":' * 40,
    b'"__class__"',
    b'{"__reduce__": "os.system"}',
    b'"../../etc/passwd"',
    b"\xff",
    b"\xef\xbb\xbf",
    b"\x00",
    b'"',
    b"\\",
    b",",
    b":",
    b"}",
    b"]",
    b'"kernel": 3, ',
    b'"id": "conv1", ',
    b'"type": "relu", ',
    b'["conv1", "input"], ',
    b'"wires": [], ',
    b'"version": 2, ',
    "٣".encode(),
    b"1_000",
    b"0x10",
    b"01",
    b"+1",
]


def mutated(rng: random.Random) -> bytes:
    """Return a file after one to four random injuries."""
    data = rng.choice(SEEDS_A_FILE)
    for _ in range(rng.randint(1, 4)):
        data = rng.choice([flipped, cut, removed, repeated, struck, swapped])(data, rng)
    return data


def span(data: bytes, rng: random.Random, longest: int = 60) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randint(0, longest))


def flipped(data: bytes, rng: random.Random) -> bytes:
    if not data:
        return data
    place = rng.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :]


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)] if rng.random() < 0.2 else data


def removed(data: bytes, rng: random.Random) -> bytes:
    start, end = span(data, rng)
    return data[:start] + data[end:]


def repeated(data: bytes, rng: random.Random) -> bytes:
    start, end = span(data, rng, 200)
    return data[:end] + data[start:end] * rng.choice([1, 1, 2, 50]) + data[end:]


def struck(data: bytes, rng: random.Random) -> bytes:
    """Put something hostile in, in the place of a value where there is one."""
    start, end = span(data, rng, 10)
    starts = [index + 2 for index in range(len(data)) if data[index : index + 2] in (b": ", b", ")]
    if starts and rng.random() < 0.8:
        start = rng.choice(starts)
        end = min(place for mark in (b",", b"}", b"]", b"\n") if (place := (data + mark).find(mark, start)) >= 0)
    return data[:start] + rng.choice(HOSTILE) + data[end:]


def swapped(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    first, second = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def trial(seed: int) -> bool:
    """Load one mutated file; return whether it opened."""
    data = mutated(random.Random(seed))
    start = time.perf_counter()
    try:
        architecture = load(data)
    except FileError as error:
        assert 1 <= len(error.faults) <= 21, seed
        architecture = None
    assert time.perf_counter() - start < 1, seed
    if architecture is None:
        return False
    text = save(architecture)
    assert save(load(text)) == text, seed
    assert load(text) == architecture, seed
    return True


def test_mutated_files_open_whole_or_are_refused() -> None:
    opened = sum(trial(seed) for seed in range(500))
    assert 20 < opened < 480  # both happen, else the mutations are too wild or too tame


@pytest.mark.ledger
@pytest.mark.timeout(0)
def test_mutated_files_open_whole_or_are_refused_in_full() -> None:
    first = random.SystemRandom().randrange(10**9)
    print(f"seeds from {first}")
    for seed in range(first, first + 200_000):
        trial(seed)
