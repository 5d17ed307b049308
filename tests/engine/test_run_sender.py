"""What a window on another machine gets of a run's folder is what lies in it, however it was written."""

from pathlib import Path

from designer.engine.run_sender import PART_BYTES, RunSender
from designer.protocol.events import AnyEvent, Ending, RunFileCopied, TrainingFinished, TrainingStarted
from designer.runs.history import HistoryFolder
from designer.runs.home import runs_folder


def started(folder: Path) -> TrainingStarted:
    return TrainingStarted(run=1, device="cpu", threads=1, parameters=1, steps_per_epoch=1, epochs=1, folded="", kept=(), folder=str(folder))


def finished(folder: Path) -> TrainingFinished:
    return TrainingFinished(
        run=1, step=1, ending=Ending.COMPLETED, best_epoch=1, validation_accuracy=0.5, test_accuracy=0.5, seconds=1.0, folder=str(folder)
    )


def copied(events: list[AnyEvent]) -> dict[str, bytes]:
    """Return the files that somebody who takes every part would have."""
    files: dict[str, bytes] = {}
    for event in events:
        if isinstance(event, RunFileCopied):
            assert len(event.data) <= PART_BYTES and event.first in (0, len(files.get(event.name, b"")))
            files[event.name] = files.get(event.name, b"")[: event.first] + event.data
    return files


def test_files_that_grow_and_files_that_are_replaced_arrive_whole(tmp_path: Path) -> None:
    events: list[AnyEvent] = []
    sender = RunSender(events.append)
    sender.begin()
    sender.send(started(tmp_path))
    (tmp_path / "metrics.jsonl").write_bytes(b"1\n")
    (tmp_path / "best.safetensors").write_bytes(b"a" * (2 * PART_BYTES + 5))
    (tmp_path / "checkpoint.safetensors").write_bytes(b"not this")
    HistoryFolder(tmp_path).keep(12, b"moment", None)
    sender.turn()
    sender.turn()
    (tmp_path / "best.safetensors").unlink()  # replaced while it is being sent: what was begun is brought to its end first
    (tmp_path / "best.safetensors").write_bytes(b"b" * 7)
    (tmp_path / "metrics.jsonl").write_bytes(b"1\n2\n")
    sender.send(finished(tmp_path))
    while sender.wait_s() == 0:
        sender.turn()
    assert copied(events) == {"metrics.jsonl": b"1\n2\n", "best.safetensors": b"b" * 7, "history/000000012.safetensors": b"moment"}
    assert sender.wait_s() is None
    metrics = [event.data for event in events if isinstance(event, RunFileCopied) and event.name == "metrics.jsonl"]
    assert metrics == [b"1\n", b"2\n"]


def test_nothing_is_sent_to_a_window_on_this_machine(tmp_path: Path) -> None:
    events: list[AnyEvent] = []
    sender = RunSender(events.append)
    sender.send(started(tmp_path))
    (tmp_path / "run.json").write_text("{}")
    assert sender.wait_s() is None
    sender.turn()
    sender.finish()
    assert copied(events) == {}


def test_runs_whose_end_the_window_missed_are_sent_again() -> None:
    folder = runs_folder() / "run-1"
    folder.mkdir(parents=True)
    (folder / "run.json").write_bytes(b"{}")
    (runs_folder().parent / "secret").mkdir()
    (runs_folder().parent / "secret" / "run.json").write_bytes(b"no")
    events: list[AnyEvent] = []
    sender = RunSender(events.append)
    sender.begin(("../secret", "gone", "run-1"))
    while sender.wait_s() == 0:
        sender.turn()
    assert copied(events) == {"run.json": b"{}"}
