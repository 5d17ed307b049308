"""Colours for Python: what is a keyword, a text, a number, a comment."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Sequence

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from designer.ui.theme import Theme

_TOKEN = re.compile(
    r"(?P<string>[rf]?\"\"\".*?\"\"\"|[rf]?\"(?:[^\"\\]|\\.)*\"|[rf]?'(?:[^'\\]|\\.)*')|(?P<comment>#.*)"
    r"|(?P<number>\b\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?\b)|(?P<word>[A-Za-z_]\w*)",
)
_WORDS = frozenset({*keyword.kwlist, "self"})
_DEFINES = ("def ", "class ")


def parts(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, length and kind of what has a colour of its own in a line.

    >>> [kind for _, _, kind in parts('    def forward(self, x: Tensor): # 6×5')]
    ['keyword', 'name', 'keyword', 'comment']
    """
    for found in _TOKEN.finditer(line):
        kind = found.lastgroup or ""
        if kind == "word":
            if found.group() not in _WORDS:
                if not line[: found.start()].endswith(_DEFINES):
                    continue
                kind = "name"
            else:
                kind = "keyword"
        yield found.start(), found.end() - found.start(), kind


def documentation_lines(lines: Sequence[str]) -> range:
    """Return the lines of the docstring that a script begins with."""
    if not lines or not lines[0].startswith('"""'):
        return range(0)
    for number, line in enumerate(lines):
        if line.endswith('"""') and not line.endswith('\\"""') and (number or len(line) > 5):
            return range(number + 1)
    return range(len(lines))


class PythonHighlighter(QSyntaxHighlighter):
    """Colour lines when they are asked for, not before: a script of thousands of lines must not hold up an edit."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self._documentation = range(0)
        self._coloured: set[int] = set()
        self._asked = False

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; what is visible has to be asked for again."""
        names = {"keyword": "code_keyword", "string": "code_string", "number": "code_number", "comment": "code_muted", "name": "code_result"}
        for kind, color in names.items():
            self._formats[kind] = QTextCharFormat()
            self._formats[kind].setForeground(theme.color(color))
        self._coloured.clear()

    def begin(self, lines: Sequence[str]) -> None:
        """Take note that the text is another one."""
        self._documentation = documentation_lines(lines)
        self._coloured.clear()

    def colour(self, numbers: range) -> None:
        """Colour the lines of these numbers that are not yet."""
        self._asked = True
        for number in numbers:
            if number not in self._coloured:
                self._coloured.add(number)
                self.rehighlightBlock(self.document().findBlockByNumber(number))
        self._asked = False

    def highlightBlock(self, text: str) -> None:
        """Colour one line, if it was asked for."""
        if not self._asked:
            return
        if self.currentBlock().blockNumber() in self._documentation:
            self.setFormat(0, len(text), self._formats["string"])
            return
        for start, length, kind in parts(text):
            self.setFormat(start, length, self._formats[kind])
