"""Runs in processes of their own that can be killed: a server imports torch once, without computing, and forks a child for each run.

As a program it reads one JSON object a line, `Order`, and answers each with one line: the child's exit status and what it said.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class RunServer:
    """Starts the server; every call makes one run and returns when it has ended.

    Args:
        command: That starts this module.
    """

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "tests.engine.forked_runs")) -> None:
        environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, **order: object) -> dict[str, Any]:
        """Make a run.

        Args:
            order: ``architecture`` (text) and ``out``, or ``resume``; ``epochs``; ``threads``; ``intervals`` ``[step, epoch]`` in seconds;
                ``kill_at``: number of the moment after which the child kills itself; ``settled``: each checkpoint is written before the
                run goes on; ``checkpoints_until``: the moment after which there are no more; ``rates``: learning rates by step;
                ``drop``: what is lost.

        Returns:
            ``status`` (negative: the signal), ``moments``, ``result`` or ``error``.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> "RunServer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


def _serve() -> None:
    warnings.simplefilter("error")
    import torch

    from designer.engine.pictures import Shelf

    importlib.import_module("designer.engine.terminal_run")  # what a child would import, it has
    torch.optim.Adam([torch.zeros(1, requires_grad=True)])  # imports what the first optimiser imports
    shelf = Shelf()
    shelf.load("digits", None)
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _be_child(json.loads(line), shelf, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as said:
            text = said.read()
        _, status = os.waitpid(child, 0)
        answer = json.loads(text) if text else {}
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), **answer}), flush=True)


def _be_child(order: Mapping[str, Any], shelf: Any, writing: int) -> None:
    from designer.network.errors import DesignerError

    status, answer = 0, {}
    try:
        answer = _train(order, shelf)
    except DesignerError as error:
        status, answer = 1, {"error": str(error)}
    except BaseException as error:
        import traceback

        traceback.print_exc()
        status, answer = 2, {"error": repr(error)}
    finally:
        os.write(writing, json.dumps(answer).encode())
        os._exit(status)


def _train(order: Mapping[str, Any], shelf: Any) -> dict[str, Any]:
    import torch

    from designer.engine import resume
    from designer.engine.checkpoint import Checkpoints, Intervals
    from designer.engine.terminal_run import TerminalRun
    from designer.engine.train_options import TrainOptions
    from designer.network.file_format import load

    seen, rates = [0], {int(step): rate for step, rate in order.get("rates", {}).items()}
    after: Callable[[Checkpoints, Any], None] = Checkpoints.after

    def follow(self: Any, moment: Any) -> None:
        trainer = self._trainer
        if moment.value == "step" and trainer.step in rates:
            trainer.set_base_rate(rates[trainer.step])
        if seen[0] < order.get("checkpoints_until", 1 << 60):
            after(self, moment)
        else:
            self._tell_figures()
        if order.get("settled"):
            self.wait()
        seen[0] += 1
        if seen[0] == order.get("kill_at"):
            if not (self._record.path / "checkpoint.safetensors").exists():
                self.wait()
            os.kill(os.getpid(), signal.SIGKILL)

    Checkpoints.after = follow  # type: ignore[method-assign]  # this process makes one run
    if order.get("drop"):
        _lose(resume, order["drop"])
    torch.set_num_threads(order.get("threads", 1))
    step_s, epoch_s = order.get("intervals", (0, 0))
    options = TrainOptions(out=order.get("out"), resume=order.get("resume"), epochs=order.get("epochs"))
    architecture = load(order["architecture"]) if "architecture" in order else None
    run = TerminalRun(architecture, options, shelf, quiet=True, intervals=Intervals(step_s, epoch_s, is_budgeted=False))
    run.train()
    return {"moments": seen[0], "result": run.result()}


def _lose(resume: Any, item: str) -> None:
    """Let a run go on without one item of what was saved: as a fresh one has it."""
    from msgspec.structs import replace

    restore = resume.restore

    def without(trainer: Any, facts: Any, tensors: dict[str, Any]) -> None:
        kind, _, name = item.partition(":")
        fresh = {f"network.{key}": value.clone() for key, value in trainer.network.state().items()}
        random = __import__("torch").get_rng_state()
        if kind == "tensor":
            found = {key for key in tensors if key == name or key.startswith(name + ".") or key.endswith("." + name)}
            assert found, f"{name}: there is no such tensor among {sorted(tensors)}"
            for key in found:
                other = fresh.get(key.replace("best.", "network.", 1)) if key.startswith(("network.", "best.")) else None
                tensors[key] = other if other is not None else random if key == "random.cpu" else tensors[key] * 0
        elif kind == "position":
            facts = replace(facts, position=replace(facts.position, **{name: 0}))
        elif kind == "fact":
            facts = replace(facts, **{name: trainer.base_rate if name == "base_rate" else None})
        restore(trainer, facts, tensors)

    if item == "metrics":
        from designer.runs.folder import RunFolder

        RunFolder.cut_metrics = lambda self, length: None  # type: ignore[method-assign]  # this process makes one run
    else:
        resume.restore = without


if __name__ == "__main__":
    _serve()
