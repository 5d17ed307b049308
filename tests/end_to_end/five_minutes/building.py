"""1:30 to 3:00: a block from the palette over a wire, and a run that is paused, stepped and stopped."""

from __future__ import annotations

import time

from tests.end_to_end.five_minutes.walk import Walk

AT_ONCE_S = 1.0


NOBODY_TRAINS_BEFORE_S = 10.0
"""In the first seconds the worker still imports what training needs; a person is here after two minutes."""


def drop_block(walk: Walk) -> None:
    """1:30: a pool block over a wire: the wire glows, the ghost shows the shape; dropped, it is one undo step."""
    told, screen = walk.program, walk.screen
    network = told.ask("network")
    with walk.step("1:30", "a pool block over a wire"):
        screen.press(walk.at("palette_entry", "max_pool"))
        screen.drag_to(walk.at("wire", "relu1", "pool1"))
        assert told.wait("glowing", equals=[["relu1", "pool1"]])
        assert told.wait("ghost", equals="6×14×14")
        assert told.ask("network") == network, "nothing changes before the drop"
    with walk.step("1:30", "dropped"):
        screen.release()
        told.wait("network", differs=network)
        assert told.ask("order")[2:5] == ["relu1", "pool3", "pool1"]
        assert (told.ask("shape", "pool3"), told.ask("shape", "pool1")) == ([6, 14, 14], [6, 7, 7])
        told.wait("cards_without_maps", equals=[])
    with walk.step("1:30", "Ctrl+Z"):
        walk.undo(network)
        told.wait("cards_without_maps", equals=[])


def train(walk: Walk) -> None:
    """2:10: curves and maps move within a second; Pause, Step, Stop; the canvas stays usable."""
    told = walk.program
    walk.bring("training")
    told.wait("open_s", least=NOBODY_TRAINS_BEFORE_S)
    with walk.step("2:10", "training"):
        frames, curves = told.ask("frames"), told.ask("curves")
        place = walk.at("button", "train")
        began = time.monotonic()
        walk.screen.click(place)
        told.wait("curves", differs=curves)
        curves_s = time.monotonic() - began
        told.wait("frames", least=frames + 1)
        maps_s = time.monotonic() - began
        walk.expect_within(AT_ONCE_S, curves_s, "the curves moved")
        walk.expect_within(AT_ONCE_S, maps_s, "the maps moved")
        told.wait("steps", least=20)
        assert told.ask("state") == "RUNNING"
        assert "step" in told.ask("maps")["caption"]
    with walk.step("2:10", "a card is moved meanwhile"):
        _move_card(walk)
    with walk.step("2:10", "Pause"):
        walk.click("button", "train")
        told.wait("state", equals="PAUSED")
    with walk.step("2:10", "Step"):
        before = told.ask("steps")
        walk.click("button", "step")
        told.wait("step_made", equals=before + 1)
        told.wait("state", equals="PAUSED")
    with walk.step("2:10", "Resume and Stop"):
        walk.click("button", "train")
        told.wait("steps", least=before + 3)
        walk.click("button", "stop")
        told.wait("state", equals="READY")
        assert told.ask("ended") == "STOPPED"


def _move_card(walk: Walk) -> None:
    """Select and drag a card, and take it back, while a run is on."""
    told, screen = walk.program, walk.screen
    walk.click("card", "conv2")
    told.wait("selection", equals=["conv2"])
    network, spot = told.ask("network"), told.ask("spot", "pool1")
    at = walk.at("card", "pool1")
    screen.press(at)
    screen.drag_to((at[0] + 30, at[1] + 12))
    screen.release()
    told.wait("spot", "pool1", differs=spot)
    walk.shoot("2:10", "a card was moved")
    walk.undo(network)
    assert told.ask("spot", "pool1") == spot
    assert told.ask("state") == "RUNNING"
