"""4:00 to 5:00: a kernel by name, frozen; saved, exported, killed, and nothing is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from pytest import approx

from designer.network.kernels import NAMED_KERNELS
from tests.end_to_end.five_minutes.walk import Walk

DENSE = "3,692,640"
TOTAL = 61_706


def put_kernel(walk: Walk) -> None:
    """4:00: sobel-x in conv1, frozen; what it would be as a dense layer."""
    told = walk.program
    network = told.ask("network")
    with walk.step("4:00", "sobel-x in conv1"):
        walk.click("card", "conv1")
        walk.bring("filters")
        learnt = told.wait("filter", 0)
        walk.click("named", "Filters start as", "filters")
        walk.click("choice", "start as sobel-x")
        told.wait("network", holds="sobel-x")
        rows = NAMED_KERNELS["sobel-x"]
        told.wait("filter", 0, differs=learnt)
        weights = told.ask("filter", 0)
        middle = [weights[5 * row + column] for row in (1, 2, 3) for column in (1, 2, 3)]
        scale = middle[5] / 2
        assert middle == approx([scale * float(value) for row in rows for value in row], abs=1e-6) and scale > 0
    with walk.step("4:00", "frozen"):
        walk.click("named", "Freeze conv1: training leaves its weights alone", "filters")
        told.wait("undo_label", holds="Freeze conv1")
        assert "frozen" in told.ask("cards")["conv1"]["detail"]
    with walk.step("4:00", "its maps"):
        walk.bring("maps")
        told.wait("cards_without_maps", equals=[])
    with walk.step("4:00", "as a dense layer"):
        walk.bring("inspector")
        assert DENSE in told.ask("why") and "156" in told.ask("why")
        walk.scroll_to("inspector", "why_line", "as a dense layer")
    with walk.step("4:00", "Ctrl+Z"):
        walk.bring("filters")
        walk.click("card", "conv1")
        walk.undo(network, presses=2)
        told.wait("filter_is", 0, learnt, equals=True)


def save_and_export(walk: Walk) -> Path:
    """4:40: the network's file, and a PyTorch script; returns the script."""
    told = walk.program
    path, script = walk.home / "mine.cnn", walk.home / "mine.py"
    with walk.step("4:40", "saved"):
        walk.screen.keys("ctrl+s")
        _name_file(walk, path, "the file is named once")
        assert path.read_text(encoding="utf-8").strip() == told.ask("network").strip()
    with walk.step("4:40", "exported"):
        walk.screen.keys("ctrl+shift+e")
        _name_file(walk, script, "the script is named")
        told.wait("status", holds="mine.py")
        assert told.ask("total") == TOTAL and f"{TOTAL:,}" in told.ask("status")
    return script


def _name_file(walk: Walk, path: Path, title: str) -> None:
    """Type a path into the file dialog; without a window manager dialog and window get the keys by a click."""
    walk.click("file_name")
    walk.screen.keys("ctrl+a")
    walk.screen.type(str(path))
    walk.shoot("4:40", title)
    walk.screen.keys("Return")
    walk.program.wait("in_the_way", equals="")
    walk.click("card", "conv1")


def edit_and_be_killed(walk: Walk) -> str:
    """4:40: an edit that nobody saved, then the end; returns the network as it was."""
    told = walk.program
    saved = told.ask("network")
    with walk.step("4:40", "an edit that is not saved"):
        walk.screen.press(walk.at("palette_entry", "avg_pool"))
        walk.screen.drag_to(walk.at("wire", "relu1", "pool1"))
        told.wait("glowing", equals=[["relu1", "pool1"]])
        walk.screen.release()
        told.wait("network", differs=saved)
    network = str(told.ask("network"))
    told.kill()
    return network


def find_it_again(walk: Walk, network: str) -> None:
    """4:40: started again, the program offers what was left, and has the file and the runs."""
    told = walk.program
    with walk.step("4:40", "started again"):
        told.wait("notice", differs="")
        told.wait("cards_without_maps", equals=[], seconds=60)
        assert "mine" in told.ask("notice") or "LeNet-5" in told.ask("notice")
    with walk.step("4:40", "nothing is lost"):
        walk.click("named", "Open recovered")
        told.wait("network", equals=network)
        assert "Find a block" not in told.ask("focus"), "the line that vanished gave the keys to the search"
        walk.bring("runs")
        told.wait("runs", least=2)


class CountingScript:
    """The exported script, run on its own while the walk goes on: it imports torch and makes a step.

    Args:
        path: Where it was saved.
    """

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen([sys.executable, path.name], cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def __enter__(self) -> CountingScript:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def check(self, walk: Walk) -> None:
        """4:40: it has as many parameters as the status bar said."""
        with walk.step("4:40", "the script counts as many parameters"):
            said, _ = self._process.communicate(timeout=120)
            found = re.search(r"^([\d,]+) parameters$", said, re.MULTILINE)
            assert self._process.returncode == 0 and found, said
            assert int(found[1].replace(",", "")) == TOTAL
