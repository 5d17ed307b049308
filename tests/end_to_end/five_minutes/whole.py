"""The whole walk: a screen, a new user's folder, the program, and a second start after it was killed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.end_to_end.five_minutes import building, first_steps, keeping, trying
from tests.end_to_end.five_minutes.program import program
from tests.end_to_end.five_minutes.screen import virtual_screen
from tests.end_to_end.five_minutes.walk import Walk


def walk_through(size: tuple[int, int], theme: str = "light", shots: Path | None = None, hurried: bool = False) -> float:
    """Do all steps as a new user, and return the seconds they took.

    Args:
        size: Of screen and window, in px.
        theme: ``light``, ``dark`` or ``high-contrast``.
        shots: Where a picture of each step goes; none: none are taken.
        hurried: Train only until the network is good, and allow for a machine that does other things beside.

    Raises:
        AssertionError: Something is not as it should be.
    """
    with tempfile.TemporaryDirectory(prefix="five-minutes-", ignore_cleanup_errors=True) as folder, virtual_screen(size) as screen:
        home = Path(folder)
        (home / "designer").mkdir()
        (home / "designer" / "settings.ini").write_text(f"[General]{os.linesep}theme={theme}{os.linesep}")
        with program(screen.display, home, size) as started:
            walk = Walk(screen, started, home, shots, hurried)
            first_steps.open_window(walk)
            first_steps.look_inside(walk)
            first_steps.change_stride(walk)
            building.drop_block(walk)
            building.train(walk)
            trying.train_to_the_end(walk)
            trying.draw_digit(walk)
            trying.look_at_mistakes(walk)
            keeping.put_kernel(walk)
            script = keeping.save_and_export(walk)
            left = keeping.edit_and_be_killed(walk)
        with keeping.CountingScript(script) as counting, program(screen.display, home, size) as again:
            walk.program = again
            keeping.find_it_again(walk, left)
            counting.check(walk)
        assert not walk.late, "; ".join(walk.late)
        return walk.seconds()
