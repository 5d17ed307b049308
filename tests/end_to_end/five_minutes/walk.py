"""A walk through the program: steps that are timed, photographed and may not leave a dialog behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.five_minutes.program import Program
from tests.end_to_end.five_minutes.screen import Point, Screen

HURRIED_TIMES = 8.0
"""So much longer may things take on a machine that does others beside."""


@dataclass
class Walk:
    """What every step has in hand.

    Args:
        shots: Where the pictures go; none: none are taken.
        home: The folder of the user who walks.
        hurried: Train only until the network is good.
        late: What took too long.
    """

    screen: Screen
    program: Program
    home: Path
    shots: Path | None = None
    hurried: bool = False
    late: list[str] = field(default_factory=list)
    taken: int = 0
    began: float = field(default_factory=time.monotonic)

    def expect_within(self, most_s: float, took_s: float, what: str) -> None:
        """Say how long something took; what took too long is told at the end, for a machine may do other things beside."""
        print(f"              {what} after {took_s:.2f} s", flush=True)
        if took_s > most_s * (HURRIED_TIMES if self.hurried else 1):
            self.late.append(f"{what} after {took_s:.2f} s, not {most_s:g} s")

    def seconds(self) -> float:
        """Return how long it has taken so far."""
        return time.monotonic() - self.began

    @contextmanager
    def step(self, minute: str, title: str) -> Iterator[None]:
        """Do one step: afterwards nothing is in the way; its picture is taken."""
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self.program.wait("in_the_way", equals="")
        self.shoot(minute, title)
        print(f"{minute}  {took:6.2f} s  {title}", flush=True)

    def shoot(self, minute: str, title: str) -> None:
        """Take a picture of the screen as it is."""
        self.taken += 1
        if self.shots is not None:
            self.program.ask("painted")
            name = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
            self.screen.picture().save(self.shots / f"{self.taken:02}-{minute.replace(':', '')}-{name}.png")

    def click(self, place: str, *words: object) -> None:
        """Click on something as soon as it is in sight."""
        self.screen.click(self.at(place, *words))

    def at(self, place: str, *words: object) -> Point:
        """Return where something is, as soon as it is in sight."""
        found: Point = self.program.wait(place, *words)
        return found

    def bring(self, dock: str) -> None:
        """Bring a dock to the front by its tab, where it is behind another."""
        for left in (2, 1, 0):
            if self.program.ask("in_front", dock):
                return
            self.program.ask("painted")
            self.click("tab", self.program.ask("title", dock))
            try:
                self.program.wait("in_front", dock, equals=True, seconds=5)
            except AssertionError:  # tabs move while titles become icons or a line above goes: a person clicks again
                if not left:
                    raise

    def scroll_to(self, dock: str, place: str, *words: object, most: int = 12) -> None:
        """Turn the wheel over a dock until something is in sight."""
        over = self.at("dock", dock)
        for _ in range(most):
            if self.is_in_sight(place, *words):
                return
            self.screen.wheel(over, -1)
            self.program.ask("painted")
        raise AssertionError(f"{words} cannot be scrolled to")

    def is_in_sight(self, place: str, *words: object) -> bool:
        """Tell whether something can be pointed at."""
        try:
            self.program.ask(place, *words)
        except AssertionError:
            return False
        return True

    def undo(self, network: str, presses: int = 1) -> None:
        """Press Ctrl+Z so many times, and find the network as it was."""
        assert self.program.ask("network") != network, "nothing was edited"
        self.screen.keys(*["ctrl+z"] * presses)
        try:
            self.program.wait("network", equals=network)
        except AssertionError:
            raise AssertionError(f"Ctrl+Z did not bring the network back; the keys are at {self.program.ask('focus')}") from None
