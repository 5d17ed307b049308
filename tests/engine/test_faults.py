"""What goes wrong in a step is found in that step, before its update, and told with the block and with settings that would help."""

import math
import random
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from designer.engine.loss import TrainingLoss
from designer.engine.network import Network
from designer.engine.stepping import Stepping
from designer.engine.training import Moment, Trainer
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.flatten import Flatten
from designer.network.blocks.global_pool import GlobalPool
from designer.network.blocks.input import Input
from designer.network.blocks.max_pool import MaxPool
from designer.network.blocks.relu import Relu
from designer.network.training import Training
from tests.engine.networks import CPU, chain, images_of, network_of, part_of, small, trainer_of, with_settings

EVENTS = 30


def state_of(trainer: Trainer) -> dict[str, Tensor]:
    """Return all that a step may change: weights, running statistics, and what the optimiser remembers."""
    found = trainer.network.copy_state()
    for number, state in enumerate(trainer.optimizer.state.values()):
        found |= {f"{number}.{name}": torch.as_tensor(value).clone() for name, value in state.items()}
    return found


def is_same(first: dict[str, Tensor], second: dict[str, Tensor]) -> bool:
    """Compare bit for bit; what is not a number is the same as itself."""
    equal = (first[name].equal(second[name]) or torch.allclose(first[name], second[name], 0, 0, equal_nan=True) for name in first)
    return first.keys() == second.keys() and all(equal)


def random_architecture(chance: random.Random) -> Architecture:
    """Return a small network of a random kind with random settings."""
    middle = [Conv2d(chance.choice((2, 3)), (3, 3), padding="same"), Relu(), BatchNorm(), MaxPool(), Dropout(0.2)]
    body = chance.sample(middle, chance.randint(1, len(middle)))
    specs = (Input((1, 8, 8)), Conv2d(3, (3, 3)), *body, Flatten(), Dense(8), Relu(), BatchNorm(), Dense(4))
    optimizer, schedule = chance.choice(("sgd", "adam", "adamw", "rmsprop")), chance.choice(("constant", "cosine", "one-cycle", "step"))
    return with_settings(
        chain(*specs), optimizer=optimizer, schedule=schedule, learning_rate=0.01, batch_size=chance.choice((5, 8, 16)), epochs=4,
        seed=chance.randrange(1000), clip_norm=chance.choice((0.0, 1.0)), label_smoothing=chance.choice((0.0, 0.1)),
        precision=chance.choice(("float32", "float32", "bfloat16")), shift=chance.choice((0.0, 0.2)),
    )  # fmt: skip


def spoil_weight(trainer: Trainer, chance: random.Random, value: float) -> str:
    owned = chance.choice([owned for owned in trainer.network.owned if owned.weight.learnable])
    with torch.no_grad():
        owned.tensor[tuple(chance.randrange(size) for size in owned.tensor.shape)] = value
    return owned.block.id


def spoil_pictures(trainer: Trainer, chance: random.Random, value: float) -> str:
    images_of(trainer.parts.train)[:, 0, 3, 4] = value
    return ""


def spoil_labels(trainer: Trainer, chance: random.Random, value: float) -> str:
    trainer.parts.train.labels[:] = chance.choice((-1, 4, 1_000))
    return ""


def spoil_rate(trainer: Trainer, chance: random.Random, value: float) -> str:
    trainer.base_rate = value
    return ""


def spoil_gradient(trainer: Trainer, chance: random.Random, value: float) -> str:
    owned = chance.choice([owned for owned in trainer.network.owned if owned.tensor.requires_grad])

    def spoilt(gradient: Tensor) -> Tensor:
        return gradient.clone().index_fill_(0, torch.tensor([0]), value)

    owned.tensor.register_hook(spoilt)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return owned.block.id


SPOILERS: tuple[Callable[[Trainer, random.Random, float], str], ...] = (spoil_weight, spoil_pictures, spoil_labels, spoil_rate, spoil_gradient)
SAYS = {
    "spoil_weight": "of {} holds a value",
    "spoil_pictures": "picture", "spoil_labels": "label", "spoil_rate": "learning rate", "spoil_gradient": "{}",
}  # fmt: skip


def inject(number: int) -> None:
    chance = random.Random(number)
    spoil, value = SPOILERS[number % len(SPOILERS)], chance.choice((math.nan, math.inf, -math.inf))
    trainer = trainer_of(random_architecture(chance))
    moments, wanted = trainer.moments(), chance.randint(0, trainer.steps_in_all - 1)
    while trainer.step < wanted:
        next(moments)
    while wanted and trainer.epoch_complete and next(moments) is not Moment.EPOCH:
        pass
    before_best = trainer.best
    block = spoil(trainer, chance, value)
    before = state_of(trainer)
    assert trainer.step == wanted
    made = list(moments)
    assert made[-1] is Moment.DONE and set(made[:-1]) <= {Moment.EVALUATED}, f"{number}: {spoil.__name__} was not found in its step"
    assert trainer.fault is not None and (trainer.fault.step, trainer.step) == (wanted + 1, wanted)
    assert trainer.fault.block == block, f"{number}: {spoil.__name__} {trainer.fault}"
    assert SAYS[spoil.__name__].format(block) in trainer.fault.text
    assert is_same(before, state_of(trainer)), f"{number}: {spoil.__name__} changed something"
    assert not trainer.is_sound()
    assert trainer.best is before_best and (before_best is None or all(tensor.isfinite().all() for tensor in before_best.state.values()))


@pytest.mark.parametrize("number", range(EVENTS))
def test_a_number_that_is_none_is_found_in_its_step(number: int) -> None:
    inject(number)


@pytest.mark.ledger
def test_many_numbers_that_are_none_are_found_in_their_steps() -> None:
    for number in range(EVENTS, 10 * EVENTS):
        inject(number)


class OnACard(Stepping):
    """Does not look at its flag, as on a card: a fused optimiser does."""

    def __init__(self, network: Network, training: Training, loss: TrainingLoss, device: torch.device) -> None:
        super().__init__(network, training, loss, device, waits=False)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
@pytest.mark.parametrize("spoil", [spoil_pictures, spoil_gradient])
def test_where_nobody_waits_no_step_behind_the_fault_changes_anything(spoil: Callable[..., str], optimizer: str) -> None:
    specs = (Input((1, 8, 8)), Conv2d(3, (3, 3)), BatchNorm(), Flatten(), Dense(4))
    trained = trainer_of(with_settings(chain(*specs), optimizer=optimizer, batch_size=8, epochs=2))
    trainer = Trainer(trained.network, trained.parts, trained.training, make_stepping=OnACard)
    moments = trainer.moments()
    for _ in range(3):
        next(moments)
    block = spoil(trainer, random.Random(1), math.nan)
    before = state_of(trainer)
    assert [next(moments), next(moments)] == [Moment.STEP, Moment.STEP], "the device has not been asked yet"
    assert not has_fault(trainer) and is_same(before, {**state_of(trainer), **statistics(trainer, before)})
    figures = trainer.take_figures()
    assert figures is not None and len(figures.losses) == 4, "three sound steps and the one that went wrong"
    assert trainer.fault is not None and (trainer.fault.step, trainer.step) == (4, 3)
    assert trainer.fault.block == block
    assert is_same(before, state_of(trainer)), "running statistics are those before the fault"
    assert list(moments)[-1] is Moment.DONE


def has_fault(trainer: Trainer) -> bool:
    return trainer.fault is not None


def statistics(trainer: Trainer, state: dict[str, Tensor]) -> dict[str, Tensor]:
    return {owned.name: state[owned.name] for owned in trainer.network.owned if not owned.weight.learnable}


def test_where_nobody_waits_a_sound_run_has_the_same_bits() -> None:
    architecture = with_settings(chain(Input((1, 8, 8)), Conv2d(3, (3, 3)), BatchNorm(), Dense(4)), epochs=2, batch_size=8)
    first, second = trainer_of(architecture), trainer_of(architecture)
    second = Trainer(second.network, second.parts, second.training, make_stepping=OnACard)
    for trainer in (first, second):
        list(trainer.moments())
    assert is_same(first.network.state(), second.network.state()) and first.epochs[-1].train == second.epochs[-1].train


def test_running_statistics_are_those_before_the_step_that_went_wrong() -> None:
    trainer = trainer_of(with_settings(chain(Input((1, 8, 8)), Conv2d(2, (3, 3)), BatchNorm(), Dense(4)), batch_size=8))
    moments = trainer.moments()
    next(moments)
    before = trainer.network.copy_state()
    images_of(trainer.parts.train)[:] = math.inf
    assert next(moments) is Moment.DONE
    assert is_same(before, trainer.network.state())
    assert all(tensor.isfinite().all() for tensor in before.values())


def test_the_block_where_a_finite_value_becomes_infinite_is_named() -> None:
    architecture = chain(Input((1, 8, 8)), GlobalPool(), Dense(4), Dense(4), names=("input", "mean", "first", "second"))
    trainer = trainer_of(architecture)
    for owned in trainer.network.owned:
        if owned.name.endswith(".weight"):
            with torch.no_grad():
                owned.tensor.fill_(1e30)
    assert list(trainer.moments()) == [Moment.DONE]
    assert trainer.fault is not None and trainer.fault.block == "second"
    assert "the output of second is infinite, though what came in was finite" in trainer.fault.text


def test_remedies_fit_the_settings() -> None:
    def remedies(**settings: object) -> list[tuple[str, object]]:
        trainer = trainer_of(small(**settings))
        with torch.no_grad():
            trainer.network.state()["conv1.weight"].fill_(math.nan)
        list(trainer.moments())
        assert trainer.fault is not None
        for remedy in trainer.fault.remedies:
            trainer.training.change(remedy.key, remedy.value)
        return [(remedy.key, remedy.value) for remedy in trainer.fault.remedies]

    assert remedies(learning_rate=0.3) == [("learning_rate", 0.03), ("clip_norm", 1.0), ("normalize", "standard"), ("warm_up", 1.0)]
    assert remedies(learning_rate=0.3, clip_norm=1.0, normalize="standard", warm_up=2.0) == [("learning_rate", 0.03)]


def test_the_picture_that_is_to_blame_is_told_by_its_number() -> None:
    trainer = trainer_of(small(epochs=1, batch_size=8))
    images_of(trainer.parts.train)[23, 0, 1, 1] = math.nan
    list(trainer.moments())
    assert trainer.fault is not None and "training picture 23, counted from 0" in trainer.fault.text


def test_an_epoch_whose_validation_is_not_a_number_is_never_the_best() -> None:
    trainer = trainer_of(small(epochs=2))
    images_of(trainer.parts.validation)[0] = math.nan
    list(trainer.moments())
    assert trainer.fault is None and trainer.best is None and trainer.test is None and len(trainer.epochs) == 2


def test_weights_that_broke_in_the_last_step_of_an_epoch_are_found_before_they_are_kept() -> None:
    trainer = trainer_of(small(epochs=2, batch_size=40))
    moments = trainer.moments()
    next(moments)
    with torch.no_grad():
        trainer.network.state()["dense1.bias"].fill_(math.inf)
    assert Moment.EPOCH not in list(moments)
    assert trainer.fault is not None and trainer.fault.block == "dense1" and trainer.best is None


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 8 GiB"),
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp:124] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 17179869184 bytes."),
    ],
)
def test_a_full_memory_is_told_with_numbers_and_remedies_and_changes_nothing(error: BaseException) -> None:
    trainer = trainer_of(with_settings(chain(Input((1, 8, 8)), Conv2d(2, (3, 3)), BatchNorm(), Dense(4)), batch_size=8))
    moments = trainer.moments()
    next(moments)
    before, compute = state_of(trainer), trainer.stepping.compute

    def fill(images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        compute(images, labels, count)
        raise error

    trainer.stepping.compute = fill  # type: ignore[method-assign]  # what a full memory does
    assert list(moments) == [Moment.DONE]
    assert trainer.fault is not None and trainer.fault.step == 2
    assert "the memory was full" in trainer.fault.text and "training needs about" in trainer.fault.text and "is free" in trainer.fault.text
    assert [remedy.key for remedy in trainer.fault.remedies] == ["batch_size", "precision", "optimizer"]
    assert trainer.fault.remedies[0].value == 4
    assert is_same(before, state_of(trainer))


def test_another_error_is_not_swallowed() -> None:
    trainer = trainer_of(small())

    def break_down(images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        raise RuntimeError("a bug")

    trainer.stepping.compute = break_down  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="a bug"):
        list(trainer.moments())


def test_an_index_error_of_another_kind_is_not_taken_for_a_label() -> None:
    trainer = trainer_of(small())

    def break_down(images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        raise IndexError("a bug")

    trainer.stepping.compute = break_down  # type: ignore[method-assign]
    with pytest.raises(IndexError, match="a bug"):
        list(trainer.moments())


def test_the_scaler_is_there_for_float16_alone() -> None:
    trainer = trainer_of(small())
    assert trainer.scaler is None and trainer.device == CPU
    assert analyse(small()).logits_id == "dense1" and network_of(small()).logits_id == "dense1" and len(part_of((1, 8, 8), 4).labels) == 40
