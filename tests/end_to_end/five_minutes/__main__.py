"""Walk through the first five minutes and take pictures: ``python -m tests.end_to_end.five_minutes --shots FOLDER``."""

import argparse
import sys
from pathlib import Path

from tests.end_to_end.five_minutes.screen import why_no_screen
from tests.end_to_end.five_minutes.whole import walk_through


def main() -> int:
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.end_to_end.five_minutes", description="Do a new user's first five minutes.")
    parser.add_argument("--shots", type=Path, metavar="FOLDER", help="where a picture of each step goes")
    parser.add_argument("--size", default="1600x1000", metavar="WxH", help="of the screen, in px (default: 1600x1000)")
    parser.add_argument("--theme", default="light", choices=("light", "dark", "high-contrast"))
    parser.add_argument("--hurried", action="store_true", help="train only until the network is good, on a machine that does other things beside")
    chosen = parser.parse_args()
    problem = why_no_screen()
    if problem:
        print(problem, file=sys.stderr)
        return 1
    if chosen.shots is not None:
        chosen.shots.mkdir(parents=True, exist_ok=True)
    width, height = (int(side) for side in chosen.size.split("x"))
    seconds = walk_through((width, height), chosen.theme, chosen.shots, chosen.hurried)
    print(f"all done in {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
