"""Several processes do what one does, and say who is missing."""

import itertools
from collections.abc import Iterator

import pytest
import torch

from designer.engine.errors import RunError
from designer.engine.evaluation import Part
from designer.engine.gradients import gradients_of
from designer.engine.ranks.joining import leave
from designer.engine.ranks.shares import share_of
from designer.engine.ranks.team import StartedTeam, launched_rank
from designer.engine.results import TrainingParts
from designer.engine.stepping import Stepping
from designer.engine.training import Trainer
from designer.network.architecture import Architecture
from tests.engine.double_rank import SPOILT, double_trainer
from tests.engine.networks import small

STEPS_AN_EPOCH = 6
SETTINGS: dict[str, object] = {"batch_size": 7, "epochs": 2, "learning_rate": 0.01, "seed": 5}


@pytest.fixture(scope="module")
def team() -> Iterator[StartedTeam]:
    made = StartedTeam(2, threads=1, module="tests.engine.double_rank")
    yield made
    made.close()
    leave()


def leading(team: StartedTeam, architecture: Architecture, data: str | None = None) -> Trainer:
    alone = double_trainer(architecture, Stepping, data)
    return team.lead(alone.network, alone.parts, architecture.training, data)


def steps(trainer: Trainer) -> Trainer:
    for _ in trainer.moments():
        pass
    return trainer


@pytest.mark.parametrize(
    "settings",
    [
        {"epochs": 9, "optimizer": "sgd", "momentum": 0.9, "nesterov": True, "weight_decay": 0.01, "schedule": "cosine"},
        {"optimizer": "adam", "label_smoothing": 0.1, "class_weights": "balanced", "clip_norm": 0.5},
    ],
    ids=["sgd", "adam"],
)
def test_two_processes_are_one_in_64_bits(team: StartedTeam, settings: dict[str, object]) -> None:
    architecture = small(**SETTINGS | settings)
    alone = double_trainer(architecture, Stepping)
    assert [part.stop - part.start for part in alone.batches] == [7, 7, 7, 7, 7, 1]  # 4 and 3 pictures, at last 1 and none
    together = leading(team, architecture)
    steps(alone), steps(together)
    assert alone.step == together.step == architecture.training.epochs * STEPS_AN_EPOCH
    mine, theirs = alone.network.state(), together.network.state()
    assert max(float((mine[name] - theirs[name]).abs().max()) for name in mine) < 1e-12
    sizes = [[found.size for found in told.blocks] for trainer in (alone, together) if (told := gradients_of(trainer.network, 1, trainer.step))]
    assert len(sizes) == 2 and sizes[0] == pytest.approx(sizes[1], rel=1e-9), "each rank has the gradient of the whole batch"
    first, second = alone.take_figures(), together.take_figures()
    assert first is not None and second is not None
    assert second.losses.tolist() == pytest.approx(first.losses.tolist(), rel=1e-6)
    assert second.accuracies.tolist() == first.accuracies.tolist()
    assert [result.train.accuracy for result in together.epochs] == [result.train.accuracy for result in alone.epochs]
    team.release()


def test_a_run_goes_on_where_it_was_with_what_every_optimiser_remembered(team: StartedTeam) -> None:
    architecture = small(**SETTINGS | {"optimizer": "adam"})
    through = steps(leading(team, architecture))
    team.release()
    before = leading(team, architecture)
    for _ in itertools.islice(before.moments(), 9):  # in the middle of an epoch
        pass
    team.release()
    after = leading(team, architecture)
    after.network.load_state(before.network.copy_state())
    after.optimizer.load_state_dict(before.optimizer.state_dict())
    after.step, after.epoch, after.steps_in_epoch, after.epochs = before.step, before.epoch, before.steps_in_epoch, before.epochs
    steps(after)
    team.release()
    mine, theirs = through.network.state(), after.network.state()
    assert before.steps_in_epoch > 0 and after.step == 2 * STEPS_AN_EPOCH
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_a_fault_ends_the_run_and_not_the_team(team: StartedTeam) -> None:
    spoilt = steps(leading(team, small(**SETTINGS), SPOILT))
    alone = steps(double_trainer(small(**SETTINGS), Stepping, SPOILT))
    assert spoilt.fault is not None and alone.fault is not None
    assert spoilt.fault.step == alone.fault.step == spoilt.step + 1
    assert all(bool(tensor.isfinite().all()) for tensor in spoilt.network.state().values())
    team.release()
    assert steps(leading(team, small(**SETTINGS | {"epochs": 1}))).fault is None
    team.release()
    assert team.trouble() == ""


def test_a_rank_with_other_pictures_is_refused(team: StartedTeam) -> None:
    architecture = small(**SETTINGS)
    alone = double_trainer(architecture, Stepping)
    part = alone.parts.train
    assert isinstance(part, Part)
    other = Part(part.images, part.labels.flip(0))
    trainer = team.lead(alone.network, TrainingParts(other, other, other), architecture.training, None)
    with pytest.raises(RunError, match="rank 1 cannot take part: its training pictures are others"):
        steps(trainer)
    team.release()


def test_shares_are_all_of_the_batch_and_nearly_equal() -> None:
    for count, ranks, at_least in itertools.product(range(12), (1, 2, 3, 5), (1, 2)):
        parts = [range(count)[share_of(count, rank, ranks, at_least)] for rank in range(ranks)]
        assert [picture for part in parts for picture in part] == list(range(count))
        busy = [len(part) for part in parts if part]
        assert not busy or max(busy) - min(busy) <= 1
        assert len(parts[0]) == max(map(len, parts))
        assert count < at_least or all(length >= at_least for length in busy)


def test_only_torchrun_makes_a_rank() -> None:
    assert launched_rank({"RANK": "1", "WORLD_SIZE": "2"}) is None
    assert launched_rank({"RANK": "0", "WORLD_SIZE": "1", "TORCHELASTIC_RUN_ID": "x"}) is None
    assert launched_rank({"RANK": "1", "WORLD_SIZE": "3", "TORCHELASTIC_RUN_ID": "x"}) == (1, 3)


def test_a_rank_that_never_comes_is_named_and_others_are_started_next_time() -> None:
    alone = StartedTeam(2, threads=1, module="tests.engine.no_such_rank")
    try:
        for _ in range(2):
            with pytest.raises(RunError, match=r"rank 1 \(pid \d+\) ended: exit status 1"):
                alone.line()
    finally:
        alone.close()
