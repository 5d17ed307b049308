import os
import socket
import sys
from pathlib import Path

import pytest

from designer.startup import Answers, Loads, window_problem


def answering_at(*addresses: str | tuple[str, int]) -> Answers:
    return lambda address: address in addresses


def without(*sonames: str) -> Loads:
    return lambda soname: soname not in sonames


EVERY_LIBRARY = without()
NOBODY = answering_at()


def problem(environment: dict[str, str], answers: Answers = NOBODY, loads: Loads = EVERY_LIBRARY, platform: str = "linux") -> str | None:
    return window_problem(environment, platform, answers, loads)


def test_a_bare_environment_names_the_headless_command() -> None:
    sentence = problem({})
    assert sentence is not None
    assert "DISPLAY and WAYLAND_DISPLAY are not set" in sentence
    assert "cnn-designer train lenet5" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("display", "address"),
    [
        (":7", "/tmp/.X11-unix/X7"),
        (":7.0", "\0/tmp/.X11-unix/X7"),
        ("unix:7", "/tmp/.X11-unix/X7"),
        ("localhost:10.0", ("localhost", 6010)),
        ("[::1]:10", ("::1", 6010)),
    ],
)
def test_an_answering_x_server_is_a_display(display: str, address: str | tuple[str, int]) -> None:
    assert problem({"DISPLAY": display}, answering_at(address)) is None
    silent = problem({"DISPLAY": display})
    assert silent is not None
    assert f"nobody answers at DISPLAY={display}" in silent


@pytest.mark.parametrize("display", ["", ":", "nonsense", ":x"])
def test_a_display_that_names_no_server_is_none(display: str) -> None:
    assert problem({"DISPLAY": display}, lambda address: True) is not None


def test_wayland_is_looked_for_in_the_runtime_folder() -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1000"}
    assert problem(environment, answering_at("/run/user/1000/wayland-0")) is None
    assert "WAYLAND_DISPLAY=wayland-0" in str(problem(environment))


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "xcb;offscreen"])
def test_platforms_that_need_no_display_are_let_through(platform: str) -> None:
    assert problem({"QT_QPA_PLATFORM": platform}) is None


def test_a_chosen_platform_needs_its_own_server() -> None:
    environment = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":7", "WAYLAND_DISPLAY": "/run/w0"}
    assert problem(environment, answering_at("/run/w0")) is not None
    assert problem(environment | {"QT_QPA_PLATFORM": "wayland-egl"}, answering_at("/run/w0")) is None


def test_a_missing_library_is_named_with_its_package() -> None:
    sentence = problem({"DISPLAY": ":7"}, answering_at("/tmp/.X11-unix/X7"), without("libxcb-cursor.so.0"))
    assert sentence == "Qt needs libxcb-cursor.so.0, which is not installed; on Debian and Ubuntu: sudo apt install libxcb-cursor0"


def test_all_missing_libraries_come_in_one_sentence() -> None:
    sentence = problem({"DISPLAY": ":7"}, answering_at("/tmp/.X11-unix/X7"), without("libEGL.so.1", "libxcb-xkb.so.1"))
    assert sentence is not None
    assert sentence.endswith("sudo apt install libegl1 libxcb-xkb1")
    assert "\n" not in sentence


def test_offscreen_needs_no_library_of_the_x_server() -> None:
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    assert problem(offscreen, loads=without("libxcb-cursor.so.0", "libxkbcommon-x11.so.0")) is None
    assert "libegl1" in str(problem(offscreen, loads=without("libEGL.so.1")))


def test_one_complete_platform_is_enough() -> None:
    environment = {"DISPLAY": ":7", "WAYLAND_DISPLAY": "/run/w0"}
    both = answering_at("/tmp/.X11-unix/X7", "/run/w0")
    assert problem(environment, both, without("libwayland-cursor.so.0")) is None
    assert problem(environment, both, without("libxcb-cursor.so.0")) is None
    assert "libxcb-cursor0" in str(problem(environment, both, without("libwayland-cursor.so.0", "libxcb-cursor.so.0")))


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_are_not_checked(platform: str) -> None:
    assert problem({}, loads=lambda soname: False, platform=platform) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Unix sockets and sonames of Linux")
def test_the_real_socket_and_the_real_linker_are_asked(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "screen", "XDG_RUNTIME_DIR": os.fspath(tmp_path)}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(tmp_path / "screen"))
        server.listen()
        assert window_problem(environment, loads=EVERY_LIBRARY) is None
    assert "nobody answers" in str(window_problem(environment, loads=EVERY_LIBRARY))
    assert window_problem({"QT_QPA_PLATFORM": "offscreen"}) is None, "these window tests run, so their libraries are there"


def test_the_sentence_proposes_the_command_that_was_typed() -> None:
    assert "python main.py train lenet5" in str(window_problem({}, "linux", NOBODY, EVERY_LIBRARY, command="python main.py"))
