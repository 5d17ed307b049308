"""Which runs can go on, read without torch; and whose a run's folder is."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from designer.network.architecture import Architecture, Block
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.runs.checkpoint_header import CHECKPOINT, FORMAT, CheckpointFacts, Conditions, Position, header_bytes, read_header
from designer.runs.folder import LOCK, RunFolder, RunFolderError, is_live
from designer.runs.folder_lock import FolderOwner, live_owner, take_lock
from designer.runs.resumable import interrupted_last, latest_resumable, read_resumable

ROOT = Path(__file__).resolve().parents[2]


def make_run(path: Path, ending: str | None, epoch: int = 2, checkpoint: bool = True) -> Path:
    """Write a run's folder as a process left it; no ending: it died."""
    folder = RunFolder.create(path)
    result = None if ending is None else {"ending": ending, "epochs": epoch}
    folder.describe({"name": path.name, "started": "2026-01-31T09:05:07+01:00", "settings": {"epochs": 20}, "result": result})
    if checkpoint:
        facts = CheckpointFacts(
            format=FORMAT, version=1, program="0.1.0", architecture=save(Architecture("Net", "", (Block("input", Input()),))),
            started="2026-01-31T09:05:07+01:00", seconds=1.5, kept=(), dataset="digits", data_root=None, fingerprint="f", base_rate=0.1,
            conditions=Conditions(device="cpu", threads=2, torch="2.13", cpu_capability="AVX2", memory_format="contiguous"),
            position=Position(step=50, epoch=epoch, steps_in_epoch=5, loss_sum=1.0, right=3.0, pictures=10), steps_per_epoch=45,
            scaler=None, with_state=(), epochs=1, best_epoch=1, metrics_bytes=0,
        )  # fmt: skip
        folder.write(CHECKPOINT, header_bytes(msgspec.json.encode(facts).decode(), "0" * 64, {}))
    folder.close()
    return path


def test_a_run_that_stopped_or_was_cut_off_can_go_on(tmp_path: Path) -> None:
    for ending, found in (("stopped", True), ("interrupted", True), (None, True), ("completed", False), ("failed", False)):
        run = read_resumable(make_run(tmp_path / f"run-{ending}", ending))
        assert (run is not None) is found, ending
    run = read_resumable(tmp_path / "run-None")
    assert run is not None and (run.ending, run.epoch, run.epochs, run.step, run.name) == ("interrupted", 2, 20, 50, "Net")


def test_a_run_without_a_usable_checkpoint_or_that_is_on_cannot(tmp_path: Path) -> None:
    assert read_resumable(make_run(tmp_path / "bare", "stopped", checkpoint=False)) is None
    damaged = make_run(tmp_path / "damaged", "stopped")
    (damaged / CHECKPOINT).write_bytes((damaged / CHECKPOINT).read_bytes()[:100])
    assert read_resumable(damaged) is None
    live = make_run(tmp_path / "live", None)
    assert take_lock(live / LOCK) is None
    assert read_resumable(live) is None
    assert read_resumable(tmp_path / "nowhere") is None


def test_the_newest_is_taken_and_only_a_run_cut_off_last_is_missed(tmp_path: Path) -> None:
    assert latest_resumable(tmp_path) is None and interrupted_last(tmp_path) is None
    make_run(tmp_path / "20260101-a", None)
    assert (run := interrupted_last(tmp_path)) is not None and run.path.name == "20260101-a"
    make_run(tmp_path / "20260102-b", "completed")
    assert interrupted_last(tmp_path) is None, "somebody went on working since"
    assert (run := latest_resumable(tmp_path)) is not None and run.path.name == "20260101-a"
    make_run(tmp_path / "20260103-c", "stopped")
    assert interrupted_last(tmp_path) is None, "it was stopped on purpose"
    assert (run := latest_resumable(tmp_path)) is not None and run.path.name == "20260103-c"


def test_looking_for_them_takes_no_torch(tmp_path: Path) -> None:
    code = "import sys; import designer.runs.resumable; print([name for name in ('torch', 'PySide6') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_checkpoint_of_a_newer_program_says_so(tmp_path: Path) -> None:
    path = make_run(tmp_path / "run", "stopped") / CHECKPOINT
    facts = json.loads(read_header(path).facts_text) | {"version": 2, "program": "9.9", "invented": 1}
    path.write_bytes(header_bytes(json.dumps(facts), "0" * 64, {}))
    with pytest.raises(RunFolderError, match=r"newer version of the program \(9\.9\)"):
        read_header(path)


def test_the_lock_of_a_living_process_is_respected(tmp_path: Path) -> None:
    lock = tmp_path / LOCK
    assert take_lock(lock) is None
    owner = take_lock(lock)
    assert owner is not None and (owner.pid, owner.host) == (os.getpid(), socket.gethostname())
    with pytest.raises(RunFolderError, match="the run is on; process"):
        (tmp_path / "run.json").write_text("{}")
        RunFolder.reopen(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"pid": "x", "host": 1}', '{"pid": 1e400, "host": "h"}', "\0" * 10_000])
def test_a_lock_that_cannot_be_read_is_nobody_s(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK).write_text(text)
    assert live_owner(tmp_path / LOCK) is None and take_lock(tmp_path / LOCK) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_number_that_another_process_has_by_now_is_not_the_owner(tmp_path: Path) -> None:
    lock = {"pid": os.getpid(), "host": socket.gethostname()}
    (tmp_path / LOCK).write_text(json.dumps({**lock, "born": 1}))
    assert not is_live(tmp_path)
    (tmp_path / LOCK).write_text(json.dumps(lock))
    assert is_live(tmp_path), "written by a version that did not tell when it was born"
    assert take_lock(tmp_path / "fresh") is None
    assert live_owner(tmp_path / "fresh") == FolderOwner(os.getpid(), socket.gethostname(), json.loads((tmp_path / "fresh").read_text())["born"])


def test_metrics_are_cut_back_and_a_shorter_file_is_refused(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run")
    folder.add_metrics([{"step": 1}])
    kept = folder.metrics_bytes
    folder.add_metrics([{"step": 2}])
    assert kept is not None
    folder.cut_metrics(kept)
    folder.add_metrics([{"step": 2, "again": True}])
    lines = (folder.path / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"step": 1}, {"step": 2, "again": True}]
    with pytest.raises(RunFolderError, match="the checkpoint belongs to 1,000"):
        folder.cut_metrics(1000)
    folder.close()
