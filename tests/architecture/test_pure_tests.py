"""The tests of the pure rooms pass where neither Qt nor torch is installed, and without pytest-qt."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("network", "data", "runs", "protocol")

RUN_PYTEST = """
import sys
for name in ("torch", "PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None  # an import of it fails from here on
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""
LONG = (
    "--ignore=tests/network/test_edits_machine.py",
    "--ignore=tests/network/test_file_format_mutations.py",
    "--ignore=tests/network/test_layout_geometry.py",
    "--ignore=tests/network/test_broken_networks.py",
    "--ignore=tests/network/test_analysis_random.py",
    "--ignore=tests/network/test_file_format_networks.py",
    "--ignore=tests/runs/test_recovery.py",
)
"""What need not run twice: they import nothing that the others do not."""


@pytest.mark.timeout(300)
def test_the_pure_rooms_are_tested_without_qt_and_torch(tmp_path: Path) -> None:
    switches = ["-n", "0", *LONG, "-p", "no:pytest-qt", "-p", "no:cacheprovider", "-q", "-x", "--strict-config", f"--basetemp={tmp_path / 'base'}"]
    folders = [f"{part}/{room}" for room in ROOMS for part in ("tests", "designer")]
    done = subprocess.run([sys.executable, "-c", RUN_PYTEST, *switches, *folders], cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
