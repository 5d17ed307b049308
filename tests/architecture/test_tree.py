"""What the tree may hold: where files lie, how they are called, how long they are, what they may not say."""

import ast
import re
import shutil
import subprocess

import pytest

from tests.architecture.source import ROOT, calls, parsed, python_files, relative

TOP_LEVEL = {"main.py", "designer", "resources", "tests", "pyproject.toml", "LICENSE"}
TOP_LEVEL |= {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
CATCH_ALL_ALLOWED = {"designer/app.py", "designer/engine/worker.py"}
LONGEST_MODULE_LINES = 350


def tracked() -> list[str]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "--cached", "-z"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")[:-1]


def test_the_top_level_holds_only_what_is_prescribed() -> None:
    entries = {name.partition("/")[0] for name in tracked()}
    assert {name for name in entries if not name.startswith(".")} <= TOP_LEVEL


def test_nothing_generated_is_tracked() -> None:
    assert [name for name in tracked() if re.search(r"(^|/)(__pycache__|build|dist|\.venv|\.mypy_cache|[^/]*\.egg-info)/|\.pyc$", name)] == []


def test_every_folder_of_the_program_is_a_package() -> None:
    folders = {path.parent for path in python_files("designer")}  # the import contracts do not see into others
    assert [relative(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_module_is_called_after_nothing_in_particular() -> None:
    parts = {relative(path): set(re.split(r"[/_.]", relative(path))) for path in python_files("designer") + python_files("tests")}
    assert [path for path, words in parts.items() if words & FORBIDDEN_NAMES] == []


def test_no_module_is_too_long_to_be_read() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files("designer") + python_files("tests")}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE_LINES} == {}


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False  # it cleans up and lets the error pass
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")) for kind in caught)


def test_errors_of_every_kind_end_in_two_places_only() -> None:
    found = {
        relative(path)
        for path in [*python_files("designer"), ROOT / "main.py"]
        for part in ast.walk(parsed(path))
        if isinstance(part, ast.ExceptHandler) and swallows_everything(part)
    }
    assert found <= CATCH_ALL_ALLOWED


def test_no_test_sleeps() -> None:
    sleeps = {"time.sleep", "sleep", "qtbot.wait", "QTest.qSleep", "QThread.sleep", "QThread.msleep"}
    assert [relative(path) for path in python_files("tests") if calls(path) & sleeps] == []


def test_nothing_is_executed_that_was_read() -> None:
    executing = {"eval", "exec", "torch.load", "pickle.load", "pickle.loads"}
    assert [relative(path) for path in python_files("designer") if calls(path) & executing] == []


def test_numpy_never_unpickles() -> None:
    assert [relative(path) for path in python_files("designer") if "allow_pickle=True" in path.read_text(encoding="utf-8")] == []
