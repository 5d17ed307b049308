"""A journal played back is the document, whatever became of its end."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.runs.recovery_journal import Journal
from designer.runs.recovery_lines import difference, read_journal

LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8)


@given(LINES, LINES)
def test_the_difference_makes_the_new_lines_of_the_old(old: list[str], new: list[str]) -> None:
    start, drop, put = difference(old, new)
    assert [*old[:start], *put, *old[start + drop :]] == new
    assert (drop, put) == (0, ()) if old == new else drop + len(put) > 0


@given(st.lists(st.lists(st.text(max_size=6), max_size=6), min_size=1, max_size=8))
def test_after_every_edit_the_journal_is_the_document(tmp_path_factory: pytest.TempPathFactory, states: list[list[str]]) -> None:
    journal = Journal(states[0], None, folder=tmp_path_factory.mktemp("journal"))
    labels: list[str] = []
    for number, lines in enumerate(states[1:]):
        labels += [f"edit {number}"] if tuple(lines) != journal.lines else []
        journal.append(lines, f"edit {number}")
        replay = read_journal(journal.path)
        assert replay is not None
        assert (replay.lines, replay.labels, replay.whole) == (tuple(lines), tuple(labels), True)
    journal.remove()


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    """Return a journal of 5 edits, each of which says its number on one line of ten."""
    journal = Journal([f"line {index}" for index in range(10)], tmp_path / "net.cnn", folder=tmp_path)
    for number in range(1, 6):
        lines = list(journal.lines)
        lines[number] = f"edit {number}"
        journal.append(lines, f"Edit {number}")
    journal.release()
    return journal.path


def edits_in(journal: Path) -> int:
    replay = read_journal(journal)
    assert replay is not None
    return sum(line.startswith("edit") for line in replay.lines)


def test_a_file_cut_anywhere_gives_every_edit_before_the_cut(journal_file: Path) -> None:
    data = journal_file.read_bytes()
    header = data.index(b"\n") + 1
    for length in range(header, len(data) + 1):
        journal_file.write_bytes(data[:length])
        replay = read_journal(journal_file)
        assert replay is not None
        assert replay.whole
        assert edits_in(journal_file) == data[:length].count(b"\n") - 1
    journal_file.write_bytes(data[: header - 1])
    assert read_journal(journal_file) is None


def test_a_damaged_line_ends_the_replay_and_what_is_before_it_counts(journal_file: Path) -> None:
    data = journal_file.read_bytes()
    header = data.index(b"\n") + 1
    generator = random.Random(1)
    for place in generator.sample(range(header, len(data)), 150):
        damaged = bytearray(data)
        damaged[place] ^= 1 << generator.randrange(8)
        journal_file.write_bytes(bytes(damaged))
        assert edits_in(journal_file) == data[:place].count(b"\n") - 1


def test_a_line_that_does_not_fit_the_document_ends_the_replay(journal_file: Path) -> None:
    _, second, *others = journal_file.read_bytes().splitlines(keepends=True)
    other = Journal(["only one line"], None, folder=journal_file.parent)
    other.release()
    other.path.write_bytes(other.path.read_bytes() + others[-1] + second)
    replay = read_journal(other.path)
    assert replay is not None
    assert (replay.lines, replay.whole) == (("only one line",), False)
