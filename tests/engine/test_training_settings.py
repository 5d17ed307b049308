"""Every training setting takes effect, as torch's own optimisers and functions would."""

import itertools
import math
from collections.abc import Callable, Iterable

import pytest
import torch
from torch import Tensor, nn

from designer.data.order import epoch_order
from designer.engine.errors import EngineError
from designer.engine.loss import TrainingLoss
from designer.engine.precision import Precision, deterministic
from designer.engine.settings import make_optimizer
from designer.engine.training import Moment, Trainer
from designer.engine.weights_file import weights_sha256
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.flatten import Flatten
from designer.network.blocks.input import Input
from designer.network.schedule import rate_factor
from designer.network.training import Training
from tests.engine.networks import CPU, chain, images_of, network_of, small, trainer_of, with_settings

OF_TORCH: dict[str, Callable[[Iterable[nn.Parameter]], torch.optim.Optimizer]] = {
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.02, momentum=0.8, weight_decay=0.01),
    "nesterov": lambda parameters: torch.optim.SGD(parameters, lr=0.02, momentum=0.8, weight_decay=0.01, nesterov=True),
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.02, weight_decay=0.01),
    "adamw": lambda parameters: torch.optim.AdamW(parameters, lr=0.02, weight_decay=0.01),
    "rmsprop": lambda parameters: torch.optim.RMSprop(parameters, lr=0.02, weight_decay=0.01),
}


def run(trainer: Trainer) -> Trainer:
    for _ in trainer.moments():
        pass
    return trainer


@pytest.mark.parametrize("name", OF_TORCH)
@pytest.mark.parametrize("clip_norm", [0.0, 0.05])
def test_training_is_a_loop_by_hand_with_torchs_optimiser(name: str, clip_norm: float) -> None:
    """With a schedule, smoothing, weights and clipping, step by step, by torch's own words."""
    architecture = small(
        optimizer="sgd" if name == "nesterov" else name, nesterov=name == "nesterov", momentum=0.8, weight_decay=0.01, learning_rate=0.02,
        schedule="one-cycle", warm_up=0.5, label_smoothing=0.1, class_weights="balanced", clip_norm=clip_norm, batch_size=16, epochs=3,
    )  # fmt: skip
    trainer = trainer_of(architecture)
    images, labels = images_of(trainer.parts.train), trainer.parts.train.labels
    dense = nn.Linear(48, 4)
    layers = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), dense)
    layers.load_state_dict({key.replace("conv1", "0").replace("dense1", "4"): value for key, value in trainer.network.copy_state().items()})
    optimizer, loss_of = OF_TORCH[name](layers.parameters()), TrainingLoss(architecture.training, labels, 4)
    losses: list[float] = []
    for epoch in (1, 2, 3):
        order = torch.from_numpy(epoch_order(40, 0, epoch))
        for first in range(0, 40, 16):
            batch = order[first : first + 16]
            loss = loss_of.mean(layers(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            if clip_norm:
                nn.utils.clip_grad_norm_(layers.parameters(), clip_norm)
            optimizer.param_groups[0]["lr"] = 0.02 * rate_factor(architecture.training, len(losses), 3)
            optimizer.step()
            losses.append(loss.item())
    figures = run(trainer).take_figures()
    assert figures is not None
    assert figures.losses.tolist() == pytest.approx(losses, rel=1e-4)
    assert torch.allclose(trainer.network.state()["dense1.weight"], dense.weight, atol=2e-5)


def test_no_combination_of_settings_fails() -> None:
    settings: list[dict[str, object]] = [{"momentum": 0.0, "nesterov": True}, {"momentum": 0.9, "nesterov": True, "drop_every": 1, "warm_up": 9.0}]
    schedules = ("constant", "step", "cosine", "one-cycle")
    for optimizer, schedule, others in itertools.product(("sgd", "adam", "adamw", "rmsprop"), schedules, settings):
        trainer = run(trainer_of(small(optimizer=optimizer, schedule=schedule, epochs=2, batch_size=16, **others)))
        assert trainer.fault is None and trainer.step == 6, (optimizer, schedule, others)


def test_settings_that_are_not_used_change_no_bit() -> None:
    plain = weights_sha256(run(trainer_of(small(epochs=2))).network.state())
    unused = small(epochs=2, nesterov=True, momentum=0.3, drop_every=1, drop_to=0.01, clip_norm=1e9, patience=50)
    assert weights_sha256(run(trainer_of(unused)).network.state()) == plain


def test_the_rates_are_told_with_the_figures_and_for_the_next_step() -> None:
    trainer = trainer_of(small(schedule="cosine", learning_rate=0.01, epochs=2, batch_size=16))
    told = []
    for moment in trainer.moments():
        if moment is Moment.STEP and trainer.step < 6:
            told.append(trainer.learning_rate)
    figures = trainer.take_figures()
    assert figures is not None
    assert figures.rates[1:].tolist() == pytest.approx(told, rel=1e-6)
    assert figures.rates[0] == pytest.approx(0.01)


def test_a_new_rate_counts_from_the_next_step_and_the_schedule_scales_it() -> None:
    trainer = trainer_of(small(schedule="step", drop_every=1, drop_to=0.5, learning_rate=0.01, epochs=2, batch_size=16))
    moments = trainer.moments()
    next(moments)
    trainer.set_base_rate(0.2)
    list(moments)
    figures = trainer.take_figures()
    assert figures is not None
    assert figures.rates.tolist() == pytest.approx([0.01, 0.2, 0.2, 0.1, 0.1, 0.1])


@pytest.mark.parametrize("rate", [0.0, -1.0, math.nan, math.inf, 1e300])
def test_an_impossible_rate_is_refused_and_nothing_changes(rate: float) -> None:
    trainer = trainer_of(small(learning_rate=0.01))
    with pytest.raises(EngineError, match="must be a number above 0"):
        trainer.set_base_rate(rate)
    assert trainer.base_rate == 0.01


def test_early_stopping_ends_with_a_sentence_and_tests_the_best() -> None:
    trainer = run(trainer_of(small(optimizer="sgd", momentum=0.0, learning_rate=1e-9, epochs=20, patience=3)))
    assert trainer.best is not None and trainer.test is not None
    assert len(trainer.epochs) == trainer.best.epoch + 3
    stopped = f"stopped early after epoch {len(trainer.epochs)}: none of the last 3 was better than epoch {trainer.best.epoch}"
    assert trainer.stopped_early == stopped
    assert trainer.is_done_training and trainer.fault is None


def test_a_run_that_gets_better_all_the_time_is_not_stopped() -> None:
    trainer = run(trainer_of(small(optimizer="sgd", learning_rate=0.02, epochs=6, patience=2)))
    assert len(trainer.epochs) == 6 and not trainer.stopped_early


def test_mixed_precision_learns_and_keeps_weights_in_32_bits() -> None:
    plain = run(trainer_of(small(learning_rate=0.02, batch_size=8, epochs=6)))
    mixed = run(trainer_of(small(learning_rate=0.02, batch_size=8, epochs=6, precision="bfloat16")))
    assert {tensor.dtype for tensor in mixed.network.state().values()} == {torch.float32}
    assert mixed.best is not None and mixed.best.score.accuracy > 0.9
    first, second = plain.take_figures(), mixed.take_figures()
    assert first is not None and second is not None
    assert first.losses[0] == pytest.approx(float(second.losses[0]), rel=0.02)
    assert first.losses[0] != second.losses[0]


def test_a_precision_that_the_device_lacks_is_refused_with_what_works() -> None:
    with pytest.raises(EngineError, match="cpu cannot train in float16; set the precision to bfloat16 or float32"):
        trainer_of(small(precision="float16"))
    with pytest.raises(EngineError, match="mps cannot train in bfloat16; set the precision to float32"):
        Precision(Training(precision="bfloat16"), torch.device("mps"))


def test_deterministic_mode_lasts_as_long_as_the_run() -> None:
    trainer = trainer_of(small(epochs=1, deterministic=True))
    moments = trainer.moments()
    next(moments)
    assert torch.are_deterministic_algorithms_enabled() and not torch.backends.cudnn.benchmark
    moments.close()
    assert not torch.are_deterministic_algorithms_enabled()
    assert getattr(torch.utils.deterministic, "fill_uninitialized_memory")  # noqa: B009  # a property that mypy does not see
    plain = weights_sha256(run(trainer_of(small(epochs=1))).network.state())
    assert weights_sha256(run(trainer_of(small(epochs=1, deterministic=True))).network.state()) == plain


def test_deterministic_mode_is_given_back_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), deterministic(True):
        raise ZeroDivisionError
    assert not torch.are_deterministic_algorithms_enabled()


def test_an_operation_without_a_deterministic_way_is_said_with_a_remedy() -> None:
    trainer = trainer_of(small(deterministic=True))

    def refuse(images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        raise RuntimeError("adaptive_max_pool2d_backward_cuda does not have a deterministic implementation, but you set '…'")

    trainer.stepping.compute = refuse  # type: ignore[method-assign]  # what a card would answer
    assert list(trainer.moments()) == [Moment.DONE]
    assert trainer.fault is not None and "no deterministic way to compute adaptive_max_pool2d_backward_cuda" in trainer.fault.text
    assert [(remedy.key, remedy.value) for remedy in trainer.fault.remedies] == [("deterministic", False)]


def test_frozen_blocks_have_no_gradient_no_state_and_keep_their_statistics() -> None:
    frozen = ("b2", "b3")
    architecture = chain(Input((1, 8, 8)), Flatten(), BatchNorm(), Dense(8), Dropout(0.2), BatchNorm(), Dense(4), frozen=frozen)
    for optimizer in ("sgd", "adam", "adamw", "rmsprop"):
        trainer = trainer_of(with_settings(architecture, optimizer=optimizer, epochs=2, weight_decay=0.1, batch_size=8))
        start = trainer.network.copy_state()
        run(trainer)
        changed = {name for name, tensor in trainer.network.state().items() if not torch.equal(start[name], tensor)}
        assert {name.partition(".")[0] for name in changed} == {"b5", "b6"}
        with_state = {id(parameter) for parameter in trainer.optimizer.state}
        assert with_state == {id(owned.tensor) for owned in trainer.network.owned if owned.block.id in ("b5", "b6") and owned.weight.learnable}
        assert not any(owned.tensor.requires_grad for owned in trainer.network.owned if owned.block.id in frozen)


def test_an_unknown_optimiser_is_refused() -> None:
    with pytest.raises(EngineError, match="there are sgd, adam, adamw and rmsprop"):
        make_optimizer(network_of(small()), Training(optimizer="lion"))


def test_a_label_beyond_the_classes_is_refused_before_the_first_step() -> None:
    trainer = trainer_of(small())
    trainer.parts.train.labels[5] = 4
    with pytest.raises(EngineError, match="label 4, but the network tells 4 classes apart, 0 to 3"):
        Trainer(trainer.network, trainer.parts, trainer.training)
    assert trainer.device == CPU
