"""The user's folders."""

from pathlib import Path

import pytest

from designer.runs import home


def test_everything_lies_under_the_folder_of_the_variable(user_folder: Path) -> None:
    folders = (home.runs_folder(), home.recovery_folder(), home.data_folder(), home.log_folder())
    assert [folder.relative_to(user_folder).as_posix() for folder in folders] == ["runs", "recovery", "data", "log"]
    assert all(folder.is_dir() for folder in folders)
    assert home.settings_file() == user_folder / "settings.ini"


def test_nothing_is_made_before_it_is_asked_for(user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNN_DESIGNER_HOME", str(user_folder / "later"))
    assert home.settings_file().parent == home.home()
    assert not home.home().exists()


def test_without_the_variable_it_is_the_systems_folder_for_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CNN_DESIGNER_HOME")
    assert home.home().is_absolute()
    assert home.home().name == "cnn-designer"
