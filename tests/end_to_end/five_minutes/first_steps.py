"""0:00 to 1:30: the window opens, a look inside conv1, and a stride that breaks something."""

from __future__ import annotations

from pytest import approx

from tests.end_to_end.five_minutes.walk import Walk

CARDS = ("input", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "dense1", "relu3", "dense2", "relu4", "dense3", "softmax")
DIGITS = tuple("0123456789")


def open_window(walk: Walk) -> None:
    """0:00: a connected, valid LeNet-5; a digit flows through it; every card shows shape, parameters and its maps."""
    told = walk.program
    with walk.step("0:00", "the window opens"):
        told.wait("cards_without_maps", equals=[], seconds=60)
        assert told.ask("name") == "LeNet-5"
        assert tuple(told.ask("order")) == CARDS
        assert told.ask("moods") == {"calm": list(CARDS), "wrong": [], "waiting": [], "loose": []}
        assert told.ask("total") == 61_706
        cards = told.ask("cards")
        for block, card in cards.items():
            assert card["shape"] and (card["parameters"] or block == "input") and card["maps"], f"{block}: {card}"
        assert cards["conv1"]["shape"] == "6×28×28" and cards["conv1"]["parameters"] == "156" and cards["conv1"]["maps"] == 6
        assert "label" in told.ask("picture")
        assert not told.ask("edited")


def look_inside(walk: Walk) -> None:
    """0:20: a click on conv1: maps and filters large; a pixel: its value and its frames, then its arithmetic."""
    told = walk.program
    network = told.ask("network")
    with walk.step("0:20", "conv1's maps"):
        walk.click("card", "conv1")
        told.wait("selection", equals=["conv1"])
        walk.bring("maps")
        assert told.wait("maps")["block"] == "conv1"
        told.wait("maps_in_sight", least=6)
    with walk.step("0:20", "a pixel is pointed at"):
        walk.screen.point(walk.at("map_value", 1, 0, 12))
        told.wait("framed", holds="input")
        assert "row 0, column 12" in told.ask("pointed") and "sees rows" in told.ask("pointed")
    with walk.step("0:20", "a pixel is clicked"):
        walk.click("map_value", 1, 14, 12)
        numbers = told.wait("arithmetic")
        assert numbers["tables"] and "conv1" in numbers["title"]
        assert len(numbers["products"]) == 25 and numbers["bias"] is not None
        assert sum(numbers["products"]) + numbers["bias"] == approx(numbers["value"], abs=1e-5)
    with walk.step("0:20", "conv1's filters"):
        walk.bring("filters")
        told.wait("filters", least=1)
    walk.bring("maps")
    walk.screen.keys("Escape")
    assert told.ask("network") == network, "looking is no edit"


def change_stride(walk: Walk) -> None:
    """0:50: a stride of 2 changes all shapes below; one of 3 breaks pool2, which says why and offers fixes; Ctrl+Z."""
    told = walk.program
    network = told.ask("network")
    walk.click("card", "conv1")
    walk.bring("inspector")
    with walk.step("0:50", "stride 2 is typed"):
        for part in ("height", "width"):
            walk.click("named", f"Stride, {part}", "inspector")
            walk.screen.keys("ctrl+a")
            walk.screen.type("2\t")
        told.wait("shape", "conv1", equals=[6, 14, 14])
        shapes = [told.ask("shape", block) for block in ("pool1", "conv2", "pool2", "softmax")]
        assert shapes == [[6, 7, 7], [16, 3, 3], [16, 1, 1], [10]]
        told.wait("cards_without_maps", equals=[])
    with walk.step("0:50", "stride 3 by the wheel breaks pool2"):
        for part in ("height", "width"):
            walk.click("named", f"Stride, {part}", "inspector")
            walk.screen.wheel(walk.at("named", f"Stride, {part}", "inspector"), 1)
        moods = told.wait("moods", differs={"calm": list(CARDS), "wrong": [], "waiting": [], "loose": []})
        assert moods["wrong"] == ["pool2"] and moods["waiting"] == list(CARDS[CARDS.index("pool2") + 1 :])
        assert told.ask("cards")["conv1"]["shape"] == "6×10×10", "what is before the fault is not blanked"
    with walk.step("0:50", "pool2 says why"):
        walk.click("card", "pool2")
        problem = told.wait("problem")
        assert "2×2" in problem["text"] and "1×1" in problem["text"] and len(problem["fixes"]) >= 2, problem
    with walk.step("0:50", "a fix is pressed"):
        broken = told.ask("network")
        walk.click("named", problem["fixes"][0], "inspector")
        told.wait("moods", holds="wrong")
        assert told.wait("network", differs=broken) and told.ask("moods")["wrong"] == []
        walk.undo(broken)
    with walk.step("0:50", "Ctrl+Z"):
        told.ask("undo_label")
        _undo_all(walk, network)
        told.wait("cards_without_maps", equals=[])
        assert told.ask("moods")["wrong"] == []


def _undo_all(walk: Walk, network: str, most: int = 4) -> None:
    """Press Ctrl+Z until the network is as it was: numbers that were typed a second apart are steps of their own."""
    for _ in range(most):
        before = walk.program.ask("network")
        if before == network:
            return
        walk.screen.keys("ctrl+z")
        walk.program.wait("network", differs=before)
    assert walk.program.ask("network") == network
