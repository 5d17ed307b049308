"""A new user's first five minutes, with a real pointer and real keys on a virtual screen."""

from __future__ import annotations

import sys

import pytest

from tests.end_to_end.five_minutes.screen import why_no_screen
from tests.end_to_end.five_minutes.whole import walk_through

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the virtual screen is an X server"),
    pytest.mark.skipif(bool(why_no_screen()), reason=why_no_screen() or "there is a virtual screen"),
]


def test_everything_a_new_user_does_in_the_first_five_minutes_works() -> None:
    walk_through((1600, 1000), hurried=True)
