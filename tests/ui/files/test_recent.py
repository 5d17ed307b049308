"""The documents opened last."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.ui.files.recent import RecentFiles, RecentMenu
from designer.ui.files.settings import Settings


@pytest.fixture
def recent(qtbot: QtBot) -> RecentFiles:
    return RecentFiles(Settings())


def test_the_newest_is_first_each_once_and_ten_at_most(recent: RecentFiles) -> None:
    paths = [Path(f"/nets/{number}.cnn") for number in range(12)]
    for path in paths:
        recent.add(path)
    recent.add(paths[5])
    assert recent.paths() == (paths[5], *(path for path in reversed(paths[2:]) if path != paths[5]))


def test_a_relative_path_is_kept_whole(recent: RecentFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recent.add(Path("net.cnn"))
    assert recent.paths() == (tmp_path / "net.cnn",)


def test_equal_names_are_told_apart_by_their_folder(recent: RecentFiles) -> None:
    for text in ("/a/net.cnn", "/b/net.cnn", "/b/other.cnn"):
        recent.add(Path(text))
    folder_a, folder_b = Path("/a"), Path("/b")
    assert recent.labels() == ("other.cnn", f"net.cnn — {folder_b}", f"net.cnn — {folder_a}")


def test_the_menu_follows_the_list(recent: RecentFiles, qtbot: QtBot) -> None:
    menu = RecentMenu(recent)
    qtbot.addWidget(menu)
    assert not menu.menuAction().isEnabled()
    recent.add(Path("/a/R&D.cnn"))
    recent.add(Path("/a/net.cnn"))
    assert menu.menuAction().isEnabled()
    assert [action.text() for action in menu.actions()] == ["&1  net.cnn", "&2  R&&D.cnn", "", "&Clear the list"]
    with qtbot.waitSignal(menu.path_chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == [Path("/a/R&D.cnn")]
    menu.actions()[-1].trigger()
    assert recent.paths() == ()
    assert not menu.menuAction().isEnabled()


def test_a_long_name_is_shortened_in_the_menu(recent: RecentFiles, qtbot: QtBot) -> None:
    menu = RecentMenu(recent)
    qtbot.addWidget(menu)
    recent.add(Path(f"/a/{'long' * 60}.cnn"))
    assert len(menu.actions()[0].text()) < 120
    assert "…" in menu.actions()[0].text()
