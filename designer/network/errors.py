"""Errors of the whole program.

::

    DesignerError                 every expected failure; its text is meant for the user
    ├── FieldError                a value outside the limits of its own field
    ├── ShapeError                values that do not fit together; becomes a problem on a block
    ├── EditError                 an edit that is not allowed; nothing was changed
    └── FileError                 a file that is refused, with every fault and its place
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.network.remedies import Remedy


class DesignerError(Exception):
    """Report an expected failure in words a user understands."""


class FieldError(DesignerError):
    """Report a value that its field does not take.

    Args:
        found: What was found, in words ("'big'", "0").
        allowed: What would be accepted ("a whole number from 1 to 1,024").
    """

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(f"found {found}; allowed is {allowed}")
        self.found = found
        self.allowed = allowed


class ShapeError(DesignerError):
    """Report values that do not fit together: shown as a problem on the block.

    Args:
        code: The problem's stable name, such as ``kernel-too-large``.
        text: One sentence with the numbers, without the block's name.
        remedies: What would work, best first.
    """

    def __init__(self, code: str, text: str, remedies: Sequence[Remedy] = ()) -> None:
        super().__init__(text)
        self.code = code
        self.remedies = tuple(remedies)


class EditError(DesignerError):
    """Report an edit that is not allowed; the architecture is unchanged."""


class FileError(DesignerError):
    """Report every fault of a refused file, one sentence each with its place.

    Args:
        faults: Sentences such as ``blocks[3].kernel: found 0; allowed is …``.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
