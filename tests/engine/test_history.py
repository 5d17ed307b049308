"""A run's history: the weights of its moments, written beside training and looked at afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from designer.engine.errors import EngineError
from designer.engine.history import HistoryRecorder
from designer.engine.past import Past
from designer.engine.training import Trainer
from designer.engine.weights_reading import read_weights
from designer.network.file_format import save
from designer.runs.folder import ARCHITECTURE
from designer.runs.history import FOLDER, is_marked, kept_steps, moment_path
from tests.engine.networks import CPU, small, trainer_of


def trained(folder: Path, with_history: bool = True, **settings: object) -> tuple[Trainer, dict[int, dict[str, torch.Tensor]]]:
    """Train the small network and return the weights after each step."""
    architecture = small(batch_size=10, epochs=3, **settings)
    (folder / ARCHITECTURE).write_text(save(architecture))
    trainer = trainer_of(architecture)
    recorder = HistoryRecorder(trainer, folder)
    seen = {0: trainer.network.copy_state()}
    recorder.begin()
    for moment in trainer.moments():
        seen.setdefault(trainer.step, trainer.network.copy_state())
        if with_history:
            recorder.after(moment)
    recorder.finish()
    assert recorder.problem == "" and (not with_history or recorder.steps == kept_steps(folder))
    return trainer, seen


def test_marked_steps_epochs_and_both_ends_are_kept_bit_for_bit(tmp_path: Path) -> None:
    trainer, seen = trained(tmp_path)
    per_epoch = len(trainer.batches)
    expected = {step for step in seen if is_marked(step) or step % per_epoch == 0}
    assert set(kept_steps(tmp_path)) == expected and {0, trainer.step} <= expected
    for step in expected:
        tensors = read_weights(moment_path(tmp_path, step)).tensors
        assert tensors.keys() == seen[step].keys() and all(torch.equal(tensors[name], seen[step][name]) for name in tensors)


def test_recording_changes_no_bit_of_the_run(tmp_path: Path) -> None:
    finals = []
    for with_history in (True, False):
        folder = tmp_path / str(with_history)
        folder.mkdir()
        finals.append(trained(folder, with_history)[0].network.copy_state())
    assert all(torch.equal(finals[0][name], finals[1][name]) for name in finals[0])


def test_a_disk_that_takes_nothing_ends_the_history_and_not_the_run(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"")
    trainer = trainer_of(small(batch_size=10, epochs=2))
    recorder = HistoryRecorder(trainer, tmp_path)
    recorder.begin()
    for moment in trainer.moments():
        recorder.after(moment)
    recorder.finish()
    assert trainer.step == 2 * len(trainer.batches)
    assert "the history cannot be written" in recorder.take_problem() and recorder.take_problem() == "", "told once"


def test_a_network_too_large_for_its_room_keeps_no_history(tmp_path: Path) -> None:
    trainer = trainer_of(small())
    size = sum(tensor.numel() * 4 for tensor in trainer.network.state().values())
    for room, kept in ((3 * size - 1, ()), (4 * size, (0,))):
        recorder = HistoryRecorder(trainer, tmp_path, room)
        recorder.begin()
        recorder.finish()
        assert kept_steps(tmp_path) == kept and recorder.problem == ""


def test_a_run_that_goes_on_writes_its_history_anew_from_there(tmp_path: Path) -> None:
    trained(tmp_path)
    trainer = trainer_of(small(batch_size=10, epochs=3))
    moments = trainer.moments()
    while trainer.step < 5:
        next(moments)
    recorder = HistoryRecorder(trainer, tmp_path)
    assert max(recorder.steps) <= 5
    recorder.begin()
    recorder.finish()
    assert kept_steps(tmp_path)[-1] == 5


def test_the_past_shows_any_moment_of_a_run(tmp_path: Path) -> None:
    _, seen = trained(tmp_path)
    past, steps = Past(), kept_steps(tmp_path)
    for step in (steps[-1], steps[0], steps[2]):
        state = past.network(tmp_path, step, CPU).state()
        assert all(torch.equal(state[name], seen[step][name]) for name in state)
    assert past.network(tmp_path, steps[2], CPU) is past.network(tmp_path, steps[2], CPU), "nothing is read twice"


def test_a_moment_that_is_gone_or_damaged_is_one_sentence(tmp_path: Path) -> None:
    trained(tmp_path)
    first, second = kept_steps(tmp_path)[:2]
    with pytest.raises(EngineError, match="keeps no weights of step 999,999"):
        Past().network(tmp_path, 999_999, CPU)
    moment_path(tmp_path, first).write_bytes(b"damaged")
    with pytest.raises(EngineError, match="damaged"):
        Past().network(tmp_path, first, CPU)
    (tmp_path / ARCHITECTURE).write_text(save(small().__class__("Other", "", small().blocks[:2], small().wires[:1], small().training)))
    other = Past().network(tmp_path, second, CPU)
    assert set(other.state()) == {"conv1.weight", "conv1.bias"}, "what the architecture has is shown"
