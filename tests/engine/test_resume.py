"""Going on with a run: under which conditions, from which moments, and what is refused."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from safetensors.torch import load_file

from designer.cli import main
from designer.engine.checkpoint import Checkpoints, Intervals
from designer.engine.checkpoint_file import checkpoint_parts
from designer.engine.pictures import Shelf
from designer.engine.resume import ResumedRun, Wishes, resume_run
from designer.engine.store import WeightStore
from designer.engine.terminal_run import TerminalRun
from designer.engine.train_command import FAILED, WRONG_USAGE, run
from designer.engine.train_options import TrainOptions
from designer.engine.trainer_state import HostTensor, capture, memory_format, on_host
from designer.engine.training import Moment
from designer.network.architecture import Architecture
from designer.network.errors import DesignerError
from designer.network.file_format import save
from designer.runs.checkpoint_header import CHECKPOINT, CheckpointFacts, read_header
from designer.runs.folder import LOCK
from designer.runs.listing import summarise
from tests.engine.checkpoint_bench import SPECS
from tests.engine.networks import chain, with_settings

ROOT = Path(__file__).resolve().parents[2]


def network(**settings: object) -> Architecture:
    return with_settings(chain(*SPECS), **{"batch_size": 300, "epochs": 2, "learning_rate": 0.01, **settings})


def train(out: Path, until: tuple[Moment, int] | None = None, monkeypatch: pytest.MonkeyPatch | None = None, **settings: object) -> Path:
    """Make a run; ``until``: it dies after so many moments of a kind, leaving its lock behind."""
    made = TerminalRun(network(**settings), TrainOptions(out=str(out)), quiet=True, intervals=Intervals(0, 0, is_budgeted=False))
    if until is None:
        made.train()
        return out
    kind, left = until
    made._checkpoints.take()
    for moment in made._trainer.moments():
        if moment is not Moment.EVALUATED:
            made._write_figures()
        if moment is Moment.EPOCH:
            made._record.epoch(made._trainer.epochs[-1])
        made._checkpoints.wait()
        made._checkpoints.after(moment)
        left -= moment is kind
        if not left:
            break
    made._checkpoints.wait()
    made._record._folder._lines().close()
    (out / LOCK).write_text(json.dumps({"pid": 2**22 + 1, "host": os.uname().nodename}))  # of a process that is gone
    return out


def go_on(path: Path, **options: Any) -> TerminalRun:
    resumed = TerminalRun(None, TrainOptions(resume=str(path), **options), quiet=True)
    resumed.train()
    return resumed


def bits(path: Path) -> dict[str, list[float]]:
    return {f"{name} {key}": value.flatten().tolist() for name in ("best", "last") for key, value in load_file(path / f"{name}.safetensors").items()}


@pytest.mark.parametrize(
    ("kind", "count"),
    [(Moment.STEP, 3), (Moment.STEP, 5), (Moment.EVALUATED, 1), (Moment.EPOCH, 1), (Moment.EPOCH, 2), (Moment.EVALUATED, 3)],
    ids=["in an epoch", "between its last step and its evaluation", "in its evaluation", "after it", "before the test", "in the test"],
)
def test_a_run_goes_on_from_wherever_it_died(tmp_path: Path, kind: Moment, count: int) -> None:
    whole = bits(train(tmp_path / "whole"))
    cut = train(tmp_path / "cut", (kind, count))
    assert summarise(cut).ending == "interrupted"
    resumed = go_on(cut)
    assert bits(cut) == whole
    assert resumed.result()["test_accuracy"] == json.loads((tmp_path / "whole" / "run.json").read_text())["result"]["test_accuracy"]
    lines = [(tmp_path / name / "metrics.jsonl").read_text().splitlines() for name in ("whole", "cut")]
    assert [json.loads(line).get("loss") for line in lines[0]] == [json.loads(line).get("loss") for line in lines[1]]
    assert not (cut / LOCK).exists()


def test_a_run_is_trained_more_and_says_where_it_went_on(tmp_path: Path) -> None:
    whole = bits(train(tmp_path / "whole", epochs=4))
    cut = train(tmp_path / "cut", epochs=2)
    go_on(cut, epochs=4)
    assert bits(cut) == whole
    description = json.loads((cut / "run.json").read_text())
    assert (description["settings"]["epochs"], description["result"]["epochs"], description["result"]["ending"]) == (4, 4, "completed")
    assert [entry["step"] for entry in description["continued"]] == [10]
    assert description["started"] == json.loads((cut / "run.json").read_text())["started"]


def refusal(path: Path, **wishes: Any) -> str:
    """Return why a run cannot go on, and check that nothing in its folder was changed."""
    before = {file.name: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    with pytest.raises(DesignerError) as caught:
        resume_run(path, Shelf(), WeightStore(), Wishes(**wishes))
    assert {file.name: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before or (path / LOCK).exists() is False
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_is_refused(tmp_path: Path) -> None:
    done = train(tmp_path / "done")
    assert "the run is complete" in refusal(done)
    assert "the run is complete" in refusal(done, epochs=2)
    assert "in epoch 2 already" in refusal(done, epochs=1)
    assert "another optimizer" in refusal(done, architecture=network(optimizer="sgd", epochs=3))
    (done / CHECKPOINT).rename(done / "gone")
    assert "there is no checkpoint" in refusal(done, epochs=3)
    (tmp_path / "empty").mkdir()
    assert "there is no run" in refusal(tmp_path / "empty")


def test_a_run_that_is_on_is_refused_and_one_left_behind_is_taken_over(tmp_path: Path) -> None:
    cut = train(tmp_path / "cut", (Moment.STEP, 3))
    lock = {"pid": os.getpid(), "host": os.uname().nodename}
    (cut / LOCK).write_text(json.dumps(lock))
    assert "the run is on" in refusal(cut)
    (cut / LOCK).write_text(json.dumps({**lock, "host": "elsewhere"}))
    assert "elsewhere" in refusal(cut), "nobody here can know whether it lives"
    (cut / LOCK).write_text(json.dumps({**lock, "born": 1}))  # our number, but another process: numbers come round
    (cut / ".checkpoint.safetensors.abc.tmp").write_bytes(b"half")
    go_on(cut)
    assert [file.name for file in cut.iterdir() if file.name.startswith(".")] == []


def test_other_data_are_refused(tmp_path: Path) -> None:
    cut = train(tmp_path / "cut", (Moment.STEP, 3))
    rewrite(cut, fingerprint="0" * 64)
    assert "the data set 'digits' is not the one" in refusal(cut)


def rewrite(run: Path, more: dict[str, HostTensor] | None = None, **changes: object) -> None:
    """Change facts of a checkpoint, checksum included: a file as another machine would have written it."""
    facts = read_header(run / CHECKPOINT).facts
    tensors = {name: on_host(tensor) for name, tensor in load_file(run / CHECKPOINT).items()} | (more or {})
    parts = checkpoint_parts(msgspec.structs.replace(facts, **changes), tensors)
    (run / CHECKPOINT).write_bytes(b"".join(bytes(part) for part in parts))


def conditions(run: Path, **changes: object) -> dict[str, Any]:
    return {"conditions": msgspec.structs.replace(read_header(run / CHECKPOINT).facts.conditions, **changes)}


def resumed(path: Path, **wishes: Any) -> ResumedRun:
    found = resume_run(path, Shelf(), WeightStore(), Wishes(**wishes))
    found.record.end("stopped")
    return found


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ({"torch": "1.0.0"}, "instead of 1.0.0"),
        ({"cpu_capability": "Z80"}, "instead of Z80"),
        ({"memory_format": "diagonal"}, "instead of diagonal"),
        ({"processes": 3}, "1 process instead of 3"),
        ({"device": "cuda:0"}, "device cpu instead of cuda:0"),
    ],
)
def test_another_condition_is_named_and_the_run_goes_on_approximately(tmp_path: Path, then: dict[str, object], words: str) -> None:
    cut = train(tmp_path / "cut", (Moment.STEP, 3))
    more = {"random.device": on_host(torch.zeros(16, dtype=torch.uint8))} if "device" in then else None
    rewrite(cut, more, **conditions(cut, **then))
    found = resumed(cut)
    assert words in found.approximate and found.ready.trainer.step == 3
    assert json.loads((cut / "run.json").read_text())["continued"][-1]["approximate"] == found.approximate


def test_threads_and_memory_format_are_brought_back(tmp_path: Path) -> None:
    cut = train(tmp_path / "cut", (Moment.STEP, 3))
    before = torch.get_num_threads()
    try:
        rewrite(cut, **conditions(cut, threads=before + 1, memory_format="contiguous"))
        found = resumed(cut)
        assert (found.approximate, torch.get_num_threads(), memory_format(found.ready.network)) == ("", before + 1, "contiguous")
        assert "1 thread instead of" in resumed(cut, threads=1).approximate
    finally:
        torch.set_num_threads(before)


def test_a_gradient_scaler_goes_along(tmp_path: Path) -> None:
    facts = read_header(train(tmp_path / "cut", (Moment.STEP, 4), precision="bfloat16") / CHECKPOINT).facts
    assert facts.scaler is None
    from designer.engine.trainer_state import scaler_facts

    class Scaled:
        scaler = torch.amp.GradScaler("cpu", init_scale=512.0)

    kept = scaler_facts(Scaled())  # type: ignore[arg-type]  # only its scaler is asked for
    assert kept == {"scale": 512.0, "growth_tracker": 0.0}


def test_the_state_is_a_copy(tmp_path: Path) -> None:
    made = TerminalRun(network(), TrainOptions(out=str(tmp_path / "run")), quiet=True)
    moments = made._trainer.moments()
    next(moments)
    copied = capture(made._trainer, {})
    before = {name: tensor.array.tobytes() for name, tensor in copied.items()}
    next(moments)
    assert {name: tensor.array.tobytes() for name, tensor in copied.items()} == before
    assert any(before[name] != tensor.array.tobytes() for name, tensor in capture(made._trainer, {}).items())
    moments.close()
    made._record.end("stopped")


def command(*words: object) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "designer", *map(str, words)]


def status_of(words: tuple[str, ...]) -> int:
    """Carry out a command in this process, and return its exit status."""
    try:
        return main(words)
    except SystemExit as ended:  # argparse's own refusals
        return int(ended.code or 0)


@pytest.fixture
def already_imported(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the command run in this process, where torch is loaded, and put back its threads."""
    monkeypatch.setattr("designer.engine.train_command.prepare_for_torch", lambda: None)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT between processes")
@pytest.mark.usefixtures("already_imported")
def test_control_c_writes_weights_and_checkpoint_and_the_line_says_how_to_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "net.cnn", tmp_path / "run"
    file.write_text(save(network(epochs=100_000)))
    pipe = subprocess.PIPE
    with subprocess.Popen(command("train", file, "--out", out, "--json"), cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stderr is not None and process.stdout is not None
        while not process.stderr.readline().startswith("epoch 2/"):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(20) == 130
        result = json.loads(process.stdout.read())
    assert "stopped after step" in said and f"train --resume {out}" in said
    assert (out / "last.safetensors").exists() and Path(result["weights"]).exists() and result["test_accuracy"] is None
    assert summarise(out).ending == "stopped" and not (out / LOCK).exists()
    done = read_header(out / CHECKPOINT).facts.epochs
    assert run(TrainOptions(resume=str(out), epochs=done + 2, json=True)) == 0
    again = capsys.readouterr()
    assert "bit for bit" in again.err and len(json.loads(again.out)["epochs"]) == done + 2


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.usefixtures("already_imported")
def test_the_program_killed_and_gone_on_with_by_its_name_among_the_runs(
    tmp_path: Path, user_folder: Path, program: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "net.cnn"
    file.write_text(save(network(epochs=20)))
    assert run(TrainOptions(file=file, threads=1, json=True)) == 0
    first = json.loads(capsys.readouterr().out)
    with subprocess.Popen(program("train", str(file), "--threads", "1"), cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith("epoch 4/"):
            assert process.poll() is None
        (lock,) = (user_folder / "runs").glob(f"*/{LOCK}")
        os.kill(json.loads(lock.read_text())["pid"], signal.SIGKILL)
    (cut,) = [path for path in (user_folder / "runs").iterdir() if summarise(path).ending == "interrupted"]
    again = subprocess.run(program("train", "--resume", cut.name, "--json"), cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    second = json.loads(again.stdout)
    assert second["weights_sha256"] == first["weights_sha256"] and second["threads"] == 1
    for epochs in (first["epochs"], second["epochs"]):
        for epoch in epochs:
            del epoch["images_per_second"]
    assert second["epochs"] == first["epochs"]


def test_settings_are_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options, names in (
        ({"lr": 0.1, "batch_size": 5}, "--batch-size, --lr"),
        ({"file": Path("net.cnn")}, "FILE"),
        ({"out": "there", "data": "digits", "epochs": 9}, "--data, --out"),
    ):
        assert run(TrainOptions(resume="x", **options)) == WRONG_USAGE
        assert capsys.readouterr().err.startswith(f"error: {names}: a run that goes on keeps its settings")


@pytest.mark.usefixtures("already_imported")
@pytest.mark.parametrize(
    ("words", "status", "said"), [(("train",), WRONG_USAGE, "FILE"), (("train", "--resume", "no such run"), FAILED, "there is no run")]
)
def test_on_the_command_line_a_run_or_a_file_is_needed(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int, said: str) -> None:
    assert status_of(words) == status
    error = capsys.readouterr().err
    assert said in error.splitlines()[-1] and error.count("error:") == 1


def test_every_checkpoint_of_a_run_can_be_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Path] = []
    write = Checkpoints._write

    def keep(self: Checkpoints, facts: CheckpointFacts, tensors: Any) -> None:
        write(self, facts, tensors)
        kept.append(Path(shutil.copytree(tmp_path / "run", tmp_path / f"copy{len(kept)}")))

    monkeypatch.setattr(Checkpoints, "_write", keep)
    train(tmp_path / "run", (Moment.DONE, 1))
    monkeypatch.undo()
    whole = bits(train(tmp_path / "whole"))
    assert len(kept) > 10
    for copy in kept:
        (copy / LOCK).unlink(missing_ok=True)
        go_on(copy)
        assert bits(copy) == whole
