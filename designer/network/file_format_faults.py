"""The faults of a file, collected so that all of them are told at once."""

from __future__ import annotations

from collections.abc import Iterable

from designer.network.errors import FieldError, FileError
from designer.network.fields import did_you_mean, quote

MOST_FAULTS = 20
"""So many are told one by one, the rest is counted."""

MOST_COUNTED = 1_000
"""After so many more nothing further is read: a file made to keep the program busy."""


class Faults:
    """Sentences with their places; the first about a place stands, what follows from it is not told."""

    def __init__(self) -> None:
        self._sentences: dict[str, str] = {}
        self._left_out = 0

    @property
    def full(self) -> bool:
        """Tell whether further faults are only counted."""
        return len(self._sentences) >= MOST_FAULTS

    def add(self, place: str, sentence: str) -> None:
        """Remember a fault, unless one at or inside the same place is already known.

        Raises:
            FileError: There are far too many.
        """
        if any(known == place or known.startswith((f"{place}.", f"{place}[")) for known in self._sentences):
            return
        if self.full:
            self._left_out += 1
            if self._left_out > MOST_COUNTED:
                self.raise_if_any()
        else:
            self._sentences[place] = sentence

    def add_found(self, place: str, value: object, allowed: str, missing: bool = False) -> None:
        """Remember a value that is not allowed."""
        found = "missing" if missing else f"found {quote(value)}"
        self.add(place, f"{found}; allowed is {allowed}")

    def add_field(self, place: str, error: FieldError) -> None:
        """Remember a value outside its field's limits."""
        self.add(place, str(error))

    def add_unknown_key(self, place: str, key: str, known: Iterable[str]) -> None:
        """Remember a key that does not exist."""
        keys = list(known)
        near = "" if self.full else did_you_mean(key, keys)
        self.add(place, f"found an unknown key; allowed are {', '.join(keys)}{near}")

    def raise_if_any(self) -> None:
        """Refuse the file if there is a fault.

        Raises:
            FileError: With every fault, or the first 20 and how many more.
        """
        if self._sentences:
            number = f"{self._left_out:,}" if self._left_out <= MOST_COUNTED else f"over {MOST_COUNTED:,}"
            more = [f"and {number} more"] if self._left_out else []
            raise FileError([f"{place}: {sentence}" for place, sentence in self._sentences.items()] + more)
