from pathlib import Path

import pytest

from designer.ui.data.places import in_document, is_path, on_disk, place_title

DOCUMENT = Path("/work/nets/a.cnn")


@pytest.mark.parametrize("name", ["digits", "mnist", "fashion-mnist"])
def test_a_name_stays_a_name(name: str) -> None:
    assert in_document(name, DOCUMENT) == on_disk(name, DOCUMENT) == name
    assert not is_path(name)


@pytest.mark.parametrize("place", ["/work/nets/cats", "/work/nets/a/b c/pets.zip", "/data/x.npz", "/work/netscats", "/work/nets"])
def test_what_is_written_into_the_document_leads_back(place: str) -> None:
    written = in_document(place, DOCUMENT)
    assert is_path(written) and on_disk(written, DOCUMENT) == place
    assert written.startswith("./") == place.startswith("/work/nets/")


def test_a_relative_path_moves_with_the_document() -> None:
    assert on_disk("./cats", Path("/elsewhere/a.cnn")) == "/elsewhere/cats"
    assert on_disk("pets.zip", Path("/elsewhere/a.cnn")) == "/elsewhere/pets.zip"


def test_without_a_file_paths_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert in_document(str(tmp_path / "cats"), None) == str(tmp_path / "cats")
    assert on_disk("./cats", None) == str(tmp_path / "cats")


def test_a_path_is_called_by_its_last_part() -> None:
    assert [place_title(name) for name in ("/data/cats/", "C:\\data\\cats", "mnist", "/")] == ["cats", "cats", "mnist", "/"]
