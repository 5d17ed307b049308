"""The wheel alone is the whole program: commands and window work from it, far from the checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
OPEN_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication
import designer
from designer import app
from designer.ui import application

class Visit(QApplication):
    def exec(self):
        self.window = next(window for window in self.topLevelWidgets() if window.isVisible() and hasattr(window, "settled"))
        self.window.settled.connect(self.leave)
        return super().exec()

    def leave(self):
        print(self.window.windowTitle() != "", "torch" in sys.modules, designer.__file__)
        self.window.close()

application.QApplication = Visit
sys.exit(app.open_window(None, None))
"""


def run(*command: str, cwd: Path, path: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    if path is not None:
        environment["PYTHONPATH"] = os.fspath(path)
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=100, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", os.fspath(folder), os.fspath(ROOT), cwd=folder)
    (built,) = folder.glob("cnn_designer-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    target = wheel.parent / "installed"
    run(*PIP, "install", "--no-deps", "--no-index", "--target", os.fspath(target), os.fspath(wheel), cwd=wheel.parent)
    return target


def test_the_wheel_holds_the_program_its_resources_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    tops = {name.partition("/")[0] for name in names}
    assert {top.partition("-")[2].rpartition(".")[2] if "-" in top else top for top in tops} == {"designer", "dist-info"}
    shipped = {"designer/_resources/" + path.relative_to(ROOT / "resources").as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert shipped <= names
    assert [name for name in names if name.endswith(".pyc") or "__pycache__" in name or "/tests/" in name] == []


def test_a_command_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    listed = json.loads(run(sys.executable, "-m", "designer", "templates", "--json", cwd=tmp_path, path=installed))
    lenet = next(template for template in listed if template["name"] == "lenet5")
    assert Path(lenet["path"]).is_relative_to(installed)


def test_the_installed_program_knows_its_version(installed: Path, tmp_path: Path) -> None:
    import tomllib

    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run(sys.executable, "-m", "designer", "--version", cwd=tmp_path, path=installed).strip() == written


def test_the_window_opens_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    titled, torch_loaded, package = run(sys.executable, "-W", "error", "-c", OPEN_WINDOW, cwd=tmp_path, path=installed).split(maxsplit=2)
    assert (titled, torch_loaded) == ("True", "False")
    assert Path(package.strip()).is_relative_to(installed)
