"""The walls between the rooms: as contracts over the source, and as proofs in a fresh interpreter."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]

QT = ("PySide6", "shiboken6", "pyqtgraph")
IMPORT_ROOM = """
import importlib, json, pkgutil, sys
modules = []
for room in sys.argv[1:]:
    package = importlib.import_module(room)
    modules += [room] + [found.name for found in pkgutil.walk_packages(getattr(package, "__path__", []), room + ".")]
for module in modules:
    importlib.import_module(module)
print(json.dumps({"imported": modules, "loaded": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def test_every_import_contract_is_kept(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=str(tmp_path))
    assert status == 0, capfd.readouterr().out


def loaded_by(*rooms: str) -> set[str]:
    """Import every module of the rooms in a fresh interpreter; return the top-level packages that are loaded then."""
    command = [sys.executable, "-W", "error", "-c", IMPORT_ROOM, *rooms]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer["imported"]) >= set(rooms)
    return set(answer["loaded"])


def test_document_data_runs_and_messages_load_neither_qt_nor_torch() -> None:
    loaded = loaded_by("designer.network", "designer.data", "designer.runs", "designer.protocol")
    assert loaded.isdisjoint({"torch", *QT})


def test_the_engine_loads_torch_and_no_qt() -> None:
    loaded = loaded_by("designer.engine")
    assert "torch" in loaded
    assert loaded.isdisjoint(QT)


def test_the_ui_loads_qt_and_no_torch() -> None:
    loaded = loaded_by("designer.ui")
    assert "PySide6" in loaded
    assert "torch" not in loaded


def test_the_command_line_loads_nothing_heavy_before_it_knows_the_command() -> None:
    assert loaded_by("designer.cli").isdisjoint({"torch", "numpy", *QT})
