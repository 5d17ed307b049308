from pathlib import Path

import pytest

from designer.network.dataset_names import is_path, resolved

FOLDER = Path("/work/nets")


@pytest.mark.parametrize("name", ["digits", "fashion-mnist", "cifar10", "shapes", "mnits", ""])
def test_names_are_no_paths(name: str) -> None:
    assert not is_path(name) and resolved(name, FOLDER) == name


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../pictures", "/work/pictures"),
        ("./cats", "/work/nets/cats"),
        (".", "/work/nets"),
        ("cats.zip", "/work/nets/cats.zip"),
        ("Cats.NPZ", "/work/nets/Cats.NPZ"),
        ("a/../../b", "/work/b"),
        ("/data/cats/", "/data/cats"),
    ],
)
def test_paths_start_from_the_documents_folder(name: str, path: str) -> None:
    assert is_path(name) and resolved(name, FOLDER) == path


def test_the_users_own_folder_and_the_current_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert resolved("~/cats", FOLDER) == str(tmp_path / "cats")
    assert resolved("./cats") == str(tmp_path / "cats")
