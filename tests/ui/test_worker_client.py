from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.protocol import commands as c
from designer.protocol import events as e
from designer.protocol.greeting import PROTOCOL_NUMBER
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command

Make = Callable[..., WorkerClient]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[WorkerClient] = []

    def client(*arguments: str) -> WorkerClient:
        made.append(WorkerClient(command(*arguments)))
        return made[-1]

    yield client
    for each in made:
        each.close_and_wait()


def test_the_worker_is_greeted_and_says_what_it_computes_on(qtbot: QtBot, make: Make) -> None:
    client = make()
    with qtbot.waitSignal(client.ready, timeout=10_000) as heard:
        client.start()
    assert heard.args[0].protocol == PROTOCOL_NUMBER
    assert [device.name for device in heard.args[0].devices] == ["cpu", "cuda:0"]
    assert client.is_ready


def test_the_program_is_found_from_any_folder(qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "argparse.py").write_text("raise SystemExit('the wrong argparse')")
    client = make()
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()


def test_what_is_sent_before_the_worker_listens_arrives_and_the_newest_wins(qtbot: QtBot, make: Make) -> None:
    client = make()
    lines: list[str] = []
    client.logged.connect(lines.append)
    client.start()
    for index in (1, 2, 3):
        client.send(c.ChooseProbe(index=index))
    client.send(c.LoadDataset(name="digits"))
    qtbot.waitUntil(lambda: any("LoadDataset" in line for line in lines), timeout=10_000)
    assert [line for line in lines if "ChooseProbe" in line] == ['got ChooseProbe {"type":"ChooseProbe","index":3,"part":"test"}']


def test_what_comes_before_the_greeting_goes_to_the_log(qtbot: QtBot, make: Make) -> None:
    client = make("--banner", "Welcome to the big machine\n")
    lines: list[str] = []
    client.logged.connect(lines.append)
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    assert lines == ["Welcome to the big machine"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_killed_worker_is_told_once_with_its_signal(qtbot: QtBot, make: Make, number: signal.Signals) -> None:
    client = make()
    deaths: list[str] = []
    client.died.connect(deaths.append)
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    with qtbot.waitSignal(client.died, timeout=2_000):
        os.kill(client.pid, number)
    assert len(deaths) == 1
    assert f"killed by signal {int(number)}, {number.name}" in deaths[0]
    assert not client.is_running
    assert not client.is_ready


def test_after_a_death_a_new_worker_can_be_started(qtbot: QtBot, make: Make) -> None:
    client = make("--exit-on", "ResetWeights")
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    first = client.pid
    with qtbot.waitSignal(client.died, timeout=2_000) as heard:
        client.send(c.ResetWeights())
    assert heard.args == ["The training process ended unexpectedly (exit code 3)."]
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    assert client.pid not in (0, first)
    with qtbot.waitSignal(client.event_received, timeout=2_000):
        client.send(c.DescribeDatasets())


def test_a_worker_that_cannot_be_started_is_told(qtbot: QtBot) -> None:
    client = WorkerClient(["/nowhere/python"])
    with qtbot.waitSignal(client.died, timeout=2_000) as heard:
        client.start()
    assert heard.args[0].startswith("The training process could not be started: ")
    assert not client.is_running


def test_bytes_that_are_no_message_end_the_worker(qtbot: QtBot, make: Make) -> None:
    client = make("--garbage-on", "ResetWeights")
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    with qtbot.waitSignal(client.died, timeout=2_000) as heard:
        client.send(c.ResetWeights())
    assert "not a message" in heard.args[0]
    assert not client.is_running


def test_another_program_is_not_taken_for_a_worker(qtbot: QtBot) -> None:
    client = WorkerClient([sys.executable, "-c", "print('hello, this is quite another program')"])
    lines: list[str] = []
    client.logged.connect(lines.append)
    with qtbot.waitSignal(client.died, timeout=5_000) as heard:
        client.start()
    assert "exit code 0" in heard.args[0]
    assert lines[0].startswith("hello, this is quite")


def test_stop_ends_the_worker_in_silence(qtbot: QtBot, make: Make) -> None:
    client = make()
    deaths: list[str] = []
    client.died.connect(deaths.append)
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    number = client.pid
    client.stop()
    assert not client.is_running
    qtbot.waitUntil(lambda: not is_alive(number), timeout=3_000)
    assert deaths == []


def test_a_worker_that_does_not_listen_is_killed_after_a_while(qtbot: QtBot, make: Make) -> None:
    client = make()
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    number = client.pid
    os.kill(number, signal.SIGSTOP)
    client.stop()
    qtbot.waitUntil(lambda: not is_alive(number), timeout=5_000)


def test_without_a_worker_a_command_is_dropped(qtbot: QtBot, make: Make) -> None:
    client = make()
    lines: list[str] = []
    client.logged.connect(lines.append)
    client.send(c.ResetWeights())
    with qtbot.waitSignal(client.ready, timeout=10_000):
        client.start()
    with qtbot.waitSignal(client.event_received, timeout=2_000) as heard:
        client.send(c.DescribeDatasets())
    assert isinstance(heard.args[0], e.DatasetsDescribed)
    assert not any("ResetWeights" in line for line in lines)


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
