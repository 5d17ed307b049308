"""The command line as a person meets it: words, exit statuses, what goes where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer import cli, version

ROOT = Path(__file__).resolve().parents[1]


def started(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python main.py` with these words in a process of its own."""
    surroundings = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, str(ROOT / "main.py"), *words]
    return subprocess.run(command, env=surroundings | environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def test_without_a_display_one_sentence_names_the_headless_command() -> None:
    done = started()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "python main.py train lenet5" in done.stderr


def test_a_dead_display_is_found_out_before_qt_aborts() -> None:
    done = started(DISPLAY=":987")
    assert done.returncode == 2
    assert "nobody answers at DISPLAY=:987" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["lenet5", "alexnet"],
        ["--no-such-option"],
        ["summary"],
        ["check"],
        ["train"],
        ["train", "lenet5", "--resume", "a-run"],
        ["train", "lenet5", "--epochs", "0"],
        ["train", "lenet5", "--batch", "4"],
        ["worker", "--processes", "none"],
    ],
)
def test_wrong_usage_exits_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert "usage:" in output.err


def test_the_version_is_that_of_the_project_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == version() + "\n"
    assert f'version = "{version()}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in ("summary", "check", "templates", "runs", "train", "worker"))
    assert max(map(len, shown.splitlines())) <= 100


def test_a_name_that_is_nearly_right_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sumary"]) == 1
    assert "did you mean summary?" in capsys.readouterr().err
    assert cli.main(["check", "lenet"]) == 1
    assert "did you mean lenet5?" in capsys.readouterr().err


def test_a_folder_is_no_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([os.fspath(tmp_path)]) == 1
    assert "is a folder" in capsys.readouterr().err
