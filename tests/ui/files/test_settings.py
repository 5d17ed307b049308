"""What is remembered, and that nothing in the file can stop the window."""

import random
from pathlib import Path

import pytest

from designer.ui.files.settings import Settings
from designer.ui.theme import ThemeChoice
from designer.ui.training.pace import Pace


def changed(path: Path) -> None:
    settings = Settings(path)
    settings.theme, settings.pace, settings.device = ThemeChoice.DARK, Pace.STEPS_5, "cuda:1"
    settings.data_root, settings.last_folder = Path("/data, sets/größe"), Path("/a;b")
    settings.recent = (Path("/a, b/c.cnn"), Path('/q"%/c.cnn'))
    settings.keep_window(b"\x00geometry\xff", b"\x01state", 3)
    assert settings.sync()


def values(settings: Settings) -> tuple[object, ...]:
    seen = (settings.theme, settings.pace, settings.device, settings.data_root, settings.last_folder, settings.recent)
    return (*seen, settings.window_geometry(3), settings.window_state(3))


def test_everything_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "one.ini"
    changed(path)
    copy = tmp_path / "two.ini"  # QSettings would answer for the same path from memory
    copy.write_bytes(path.read_bytes())
    assert values(Settings(copy)) == (
        *(ThemeChoice.DARK, Pace.STEPS_5, "cuda:1", Path("/data, sets/größe"), Path("/a;b")),
        *((Path("/a, b/c.cnn"), Path('/q"%/c.cnn')), b"\x00geometry\xff", b"\x01state"),
    )


def test_at_first_there_are_defaults(user_folder: Path) -> None:
    settings = Settings()
    assert (settings.theme, settings.pace, settings.device, settings.data_root) == (ThemeChoice.SYSTEM, Pace.WATCHABLE, "", None)
    assert (settings.recent, settings.window_geometry(1), settings.window_state(1)) == ((), None, None)
    assert settings.last_folder.is_absolute()
    settings.device = "cpu"
    settings.sync()
    assert "cpu" in (user_folder / "settings.ini").read_text()


def test_a_window_of_another_layout_is_not_restored(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    settings.keep_window(b"geometry", b"state", 1)
    assert settings.window_state(2) is None
    assert settings.window_state(1) == b"state"
    settings.forget_window()
    assert settings.window_geometry(1) is None


@pytest.mark.parametrize(
    "text",
    [
        'theme=purple\npace=7\nrecent={"a": 1}\n[window]\nversion=3\nstate=*\ngeometry=@ByteArray(\\0)\n',
        "theme=@Variant(\\0\\0\\0\\x1c\\0\\0\\0\\x1)\nrecent=@Invalid()\npace=a, b\n[window]\nversion=@Variant(\\xff\\xff)\n",
        'recent=[1, null, ""]\n',
        'recent="' + "[" * 100_000 + '"\n',
        "\0\0\0",
        "[[[",
        "no value at all",
    ],
)
def test_a_damaged_file_gives_defaults_and_can_be_written_again(text: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(text)
    settings = Settings(path)
    assert (settings.theme, settings.pace, settings.recent) == (ThemeChoice.SYSTEM, Pace.WATCHABLE, ())
    assert (settings.window_geometry(3), settings.window_state(3)) == (None, None)
    settings.theme = ThemeChoice.LIGHT
    settings.sync()
    copy = tmp_path / "copy.ini"
    copy.write_bytes(path.read_bytes())
    assert Settings(copy).theme is ThemeChoice.LIGHT


def test_random_damage_is_never_an_error(tmp_path: Path) -> None:
    changed(tmp_path / "whole.ini")
    whole = (tmp_path / "whole.ini").read_bytes()
    generator = random.Random(2)
    for trial in range(100):
        damaged = bytearray(whole)
        for _ in range(generator.randrange(1, 12)):
            damaged[generator.randrange(len(damaged))] = generator.randrange(256)
        path = tmp_path / f"{trial}.ini"
        path.write_bytes(bytes(damaged[: generator.randrange(1, len(damaged))]))
        assert isinstance(values(Settings(path))[0], ThemeChoice)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(tmp_path / "file" / "settings.ini")
    settings.theme = ThemeChoice.DARK
    assert not settings.sync()
    assert settings.theme is ThemeChoice.DARK


def test_whether_there_is_a_map_of_the_network_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    settings = Settings(path)
    assert settings.minimap
    settings.minimap = False
    settings.sync()
    assert not Settings(path).minimap
