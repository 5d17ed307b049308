"""The lines of a script while it is written, and which block each of them is about."""

from __future__ import annotations

from collections.abc import Iterable

_WIDEST_COLUMN = 88
"""Comments stand below each other up to this column; a longer line has its own behind it."""


class Lines:
    """Collects lines; comments of neighbouring lines are put below each other when the text is made."""

    def __init__(self) -> None:
        self._code: list[str] = []
        self._comments: list[str] = []
        self._owned: dict[str, list[int]] = {}

    def add(self, code: str, comment: str = "", block: str | None = None) -> None:
        """Add one line.

        Args:
            comment: Put behind it.
            block: Id of the block it is about.
        """
        if block is not None:
            self._owned.setdefault(block, []).append(len(self._code))
        self._code.append(code)
        self._comments.append(comment)

    def add_text(self, text: str) -> None:
        """Add several lines that are about no block."""
        for line in text.splitlines():
            self.add(line)

    def text(self) -> str:
        """Return all lines, ended by a line feed."""
        columns = self._columns()
        lines = [
            f"{code:<{column}}  # {comment}" if comment else code
            for code, comment, column in zip(self._code, self._comments, columns, strict=True)
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    def ranges(self) -> dict[str, tuple[range, ...]]:
        """Return for each block the ranges of its lines, counted from 0."""
        return {block: tuple(_joined(numbers)) for block, numbers in self._owned.items()}

    def _columns(self) -> list[int]:
        """Return for each line where its comment begins: one column for each paragraph."""
        columns = [0] * len(self._code)
        start = 0
        for end in range(len(self._code) + 1):
            if end == len(self._code) or not self._code[end]:
                paragraph = range(start, end)
                widths = [len(self._code[index]) for index in paragraph if self._comments[index] and len(self._code[index]) <= _WIDEST_COLUMN]
                column = max(widths, default=0)
                for index in paragraph:
                    columns[index] = column
                start = end + 1
        return columns


def _joined(numbers: Iterable[int]) -> list[range]:
    """Return ascending numbers as ranges."""
    ranges: list[range] = []
    for number in numbers:
        if ranges and ranges[-1].stop == number:
            ranges[-1] = range(ranges[-1].start, number + 1)
        else:
            ranges.append(range(number, number + 1))
    return ranges
