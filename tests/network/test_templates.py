"""The shipped networks open, are canonical, and are what their notes say."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer import resources
from designer.network.analysis import analyse
from designer.network.errors import FileError
from designer.network.file_format import load_file, save
from designer.network.templates import load_template, open_named, template_names


@pytest.mark.parametrize("name", template_names())
def test_shipped_files_are_canonical(name: str) -> None:
    text = resources.templates()[name].read_text(encoding="utf-8")
    assert save(load_template(name)) == text


@pytest.mark.parametrize("name", template_names())
def test_shipped_networks_have_no_errors(name: str) -> None:
    assert analyse(load_template(name)).errors == ()


def test_lenet_has_the_published_number_of_parameters() -> None:
    architecture = load_template("lenet5")
    analysis = analyse(architecture, classes=10)
    assert (architecture.name, analysis.parameters, analysis.macs) == ("LeNet-5", 61_706, 416_520)
    assert "61,706" in architecture.notes and "60,000" in architecture.notes and "1998" in architecture.notes


def test_a_network_is_opened_by_path_or_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.cnn"
    path.write_bytes(resources.templates()["lenet5"].read_bytes())
    assert open_named("lenet5") == open_named(str(path)) == load_file(path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lenet5").mkdir()
    assert open_named("lenet5").name == "LeNet-5"


@pytest.mark.parametrize("name", ["lenet", "none.cnn", "", "a\0b", "x" * 5000])
def test_a_name_of_nothing_is_a_sentence(name: str) -> None:
    with pytest.raises(FileError, match="there is no file and no template"):
        open_named(name)
    with pytest.raises(FileError, match="there is no template"):
        load_template(name)


def test_a_near_miss_is_named() -> None:
    with pytest.raises(FileError, match="did you mean 'lenet5'"):
        open_named("lenet-5")
