"""The tests of the pure rooms need neither Qt nor torch nor pytest-qt.

What they import while they run is refused in the main run by `tests.pure_rooms`; here is what only a process of its own can show: their modules and
those of the rooms are imported, and every fixture is found, where none of these is installed. The examples in the rooms' own texts, and the tests of
one room, run here too.
"""

import ast
import builtins
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pure_rooms import FORBIDDEN, ROOMS, without_qt_and_torch

ROOT = Path(__file__).resolve().parents[2]

RUN_PYTEST = f"""
import sys
for name in {FORBIDDEN}:
    sys.modules[name] = None  # an import of it fails from here on
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""


def run_pytest(base: Path, *words: str) -> str:
    """Run pytest where nothing of what is forbidden is installed, and return what it prints."""
    switches = ["-n", "0", "-p", "no:pytest-qt", "-p", "no:cacheprovider", "--assert=plain", "-q", "-x", "--strict-config", f"--basetemp={base}"]
    command = [sys.executable, "-c", RUN_PYTEST, *switches, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_the_pure_rooms_tests_are_set_up_without_qt_and_torch(tmp_path: Path) -> None:
    told = run_pytest(tmp_path / "base", "--setup-plan", *(f"tests/{room}" for room in ROOMS))
    files = {path.name for room in ROOMS for path in (ROOT / "tests" / room).glob("test_*.py")}
    assert files and [name for name in files if f"{name}::" not in told] == []


def test_the_pure_rooms_examples_and_the_smallest_room_s_tests_run_without_qt_and_torch(tmp_path: Path) -> None:
    assert "passed" in run_pytest(tmp_path / "base", "tests/protocol", *(f"designer/{room}" for room in ROOMS))


def imported(statement: str, module: str) -> None:
    exec(compile(ast.parse(statement), module, "exec"), {"__name__": module, "__builtins__": builtins})


@pytest.mark.parametrize("statement", ["import torch", "import torch.nn", "from torch.nn import Linear", "from PySide6.QtCore import QObject"])
def test_what_they_import_while_they_run_is_refused(statement: str) -> None:
    with without_qt_and_torch():
        for module in ("tests.network.test_shapes", "designer.network.shapes"):
            with pytest.raises(ImportError, match="need neither Qt nor torch"):
                imported(statement, module)
        imported("import json, designer.network.shapes", "tests.network.test_shapes")
