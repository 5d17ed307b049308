"""3:00 to 4:00: a trained network, a digit drawn by hand, and what it takes a 4 for."""

from __future__ import annotations

import time

from tests.end_to_end.five_minutes.walk import Walk

GOOD = 0.9
A_FOUR = (((0.40, 0.12), (0.22, 0.58), (0.80, 0.58)), ((0.64, 0.12), (0.62, 0.92)))
"""The strokes of a digit, in shares of the pad."""


def train_to_the_end(walk: Walk) -> None:
    """3:00: over 90 % of the validation pictures."""
    told = walk.program
    with walk.step("3:00", "over 90 percent"):
        frames, began = told.ask("frames"), time.monotonic()
        walk.click("button", "train")
        told.wait("state", equals="RUNNING")
        told.wait("frames", least=frames + 1)
        print(f"              the maps moved after {time.monotonic() - began:.2f} s")
        if walk.hurried:
            told.wait("accuracy", least=GOOD, seconds=60)
            walk.click("button", "stop")
        told.wait("state", equals="READY", seconds=240)
        assert told.ask("ended") == ("STOPPED" if walk.hurried else "COMPLETED")
        print(f"              {told.ask('accuracy'):.1%} of the validation pictures")
        assert told.ask("accuracy") > GOOD


def draw_digit(walk: Walk) -> None:
    """3:00: bars and maps follow the stroke; Ctrl+Z takes a stroke back."""
    told, screen = walk.program, walk.screen
    network = told.ask("network")
    with walk.step("3:00", "the drawing pad"):
        walk.click("card", "conv1")
        walk.bring("maps")
        walk.click("named", "Choose, draw or change the picture")
        walk.click("choice", "Draw a picture")
        walk.at("pad", 0.5, 0.5)
    with walk.step("3:00", "a digit is drawn"):
        for stroke in A_FOUR:
            screen.press(walk.at("pad", *stroke[0]))
            for corner in stroke[1:]:
                frames, answer = told.ask("frames"), told.wait("probabilities")
                screen.drag_to(walk.at("pad", *corner))
                told.wait("frames", least=frames + 1)
                told.wait("probabilities", differs=answer)
            screen.release()
        told.wait("strokes", equals=len(A_FOUR))
        print(f"              the drawn 4 is taken for {told.ask('answer')}")
    with walk.step("3:00", "a stroke is taken back"):
        screen.keys("ctrl+z")
        told.wait("strokes", equals=len(A_FOUR) - 1)
        screen.keys("ctrl+shift+z")
        told.wait("strokes", equals=len(A_FOUR))
        assert told.ask("network") == network, "a drawing is no edit of the network"


def look_at_mistakes(walk: Walk) -> None:
    """3:00: the cell 4/9 of the confusion matrix: those pictures, then their maps."""
    told = walk.program
    with walk.step("3:00", "the confusion matrix"):
        walk.bring("confusion")
        counts = told.wait("confusion")
        true, taken_for = (4, 9) if counts[4][9] else _most_mixed_up(counts)
    with walk.step("3:00", f"the pictures of the cell {true}/{taken_for}"):
        if (true, taken_for) != (4, 9):
            print(f"              no 4 was taken for a 9; the largest cell is {true}/{taken_for}")
        walk.scroll_to("confusion", "cell", true, taken_for)
        walk.click("cell", true, taken_for)
        told.wait("listed", equals=[true, taken_for, counts[true][taken_for]])
    with walk.step("3:00", "the maps of one of them"):
        frames = told.ask("frames")
        walk.click("listed_picture", 0)
        told.wait("picture", holds=f"label {true}")
        told.wait("frames", least=frames + 1)
        told.wait("cards_without_maps", equals=[])


def _most_mixed_up(counts: list[list[int]]) -> tuple[int, int]:
    size = range(len(counts))
    return max(((true, taken) for true in size for taken in size if true != taken), key=lambda cell: counts[cell[0]][cell[1]])
