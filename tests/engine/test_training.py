import math

import pytest
import torch
from torch import nn
from torch.nn import functional

from designer.data.order import epoch_order
from designer.engine.errors import EngineError
from designer.engine.evaluation import Evaluation, Score
from designer.engine.settings import MOST_EVALUATED, evaluation_batch, make_optimizer
from designer.engine.step_figures import StepFigures
from designer.engine.store import WeightStore
from designer.engine.training import Moment, Trainer
from designer.engine.weights_file import weights_sha256
from designer.network.analysis import analyse
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.flatten import Flatten
from designer.network.blocks.input import Input
from designer.network.blocks.relu import Relu
from designer.network.small_batches import needs_two_pictures
from tests.engine.networks import CPU, chain, images_of, lenet5, network_of, parts_of, small, trainer_of, with_settings


def run(trainer: Trainer) -> list[Moment]:
    return list(trainer.moments())


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_loop_is_the_one_that_anybody_would_write(optimizer: str) -> None:
    settings = {"optimizer": optimizer, "learning_rate": 0.01, "momentum": 0.9, "weight_decay": 0.001, "batch_size": 16, "epochs": 2, "seed": 3}
    trainer = trainer_of(small(**settings))
    start = trainer.network.copy_state()
    dense = nn.Linear(48, 4)
    layers = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), dense)
    layers.load_state_dict({name.replace("conv1", "0").replace("dense1", "4"): tensor for name, tensor in start.items()})
    plain: torch.optim.Optimizer = (
        torch.optim.SGD(layers.parameters(), lr=0.01, momentum=0.9, weight_decay=0.001)
        if optimizer == "sgd"
        else torch.optim.Adam(layers.parameters(), lr=0.01, weight_decay=0.001)
    )
    images, labels = images_of(trainer.parts.train), trainer.parts.train.labels
    losses = []
    for epoch in (1, 2):
        order = torch.from_numpy(epoch_order(40, 3, epoch))
        for first in range(0, 40, 16):
            batch = order[first : first + 16]
            loss = functional.cross_entropy(layers(images[batch]), labels[batch])
            plain.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            plain.step()
            losses.append(loss.item())
    run(trainer)
    figures = trainer.take_figures()
    assert figures is not None and figures.first_step == 1
    assert figures.losses.tolist() == pytest.approx(losses, rel=1e-4)
    assert torch.allclose(trainer.network.state()["dense1.weight"], dense.weight, atol=1e-5)


def test_the_last_smaller_batch_is_trained_too() -> None:
    trainer = trainer_of(small(batch_size=16, epochs=1))
    assert run(trainer) == [Moment.STEP] * 3 + [Moment.EVALUATED, Moment.EPOCH, Moment.EVALUATED, Moment.DONE]
    assert trainer.step == 3
    figures = trainer.take_figures()
    assert figures is not None
    mean = (figures.losses[0] * 16 + figures.losses[1] * 16 + figures.losses[2] * 8) / 40
    assert trainer.epochs[0].train.loss == pytest.approx(float(mean), rel=1e-6)


def test_a_last_single_picture_is_joined_only_where_a_batch_norm_needs_it() -> None:
    vector = chain(Input((1, 8, 8)), Flatten(), BatchNorm(), Dense(4))
    image = chain(Input((1, 8, 8)), BatchNorm(), Dense(4))
    assert needs_two_pictures(analyse(vector)) and not needs_two_pictures(analyse(image))
    sizes = {name: len(trainer_of(with_settings(a, batch_size=13)).batches) for name, a in (("vector", vector), ("image", image))}
    assert sizes == {"vector": 3, "image": 4}
    run(trainer_of(with_settings(vector, batch_size=13, epochs=1)))


def test_the_same_run_twice_gives_the_same_bits_dropout_included() -> None:
    architecture = with_settings(
        chain(Input((1, 8, 8)), Flatten(), Dense(32), BatchNorm(), Relu(), Dropout(0.5), Dense(4)), epochs=3, batch_size=8, seed=11
    )
    hashes = set()
    for disturbance in (1, 2):
        torch.manual_seed(disturbance)
        trainer = trainer_of(architecture)
        run(trainer)
        hashes.add(weights_sha256(trainer.network.state()))
    assert len(hashes) == 1
    other = trainer_of(with_settings(architecture, seed=12))
    run(other)
    assert weights_sha256(other.network.state()) not in hashes


def test_looking_at_maps_between_steps_changes_no_bit() -> None:
    architecture = with_settings(chain(Input((1, 8, 8)), Flatten(), Dense(16), BatchNorm(), Dropout(0.3), Dense(4)), epochs=2, batch_size=8)
    quiet, watched = trainer_of(architecture), trainer_of(architecture)
    run(quiet)
    watched.remember_step = True
    for moment in watched.moments():
        watched.network.record(torch.rand(1, 1, 8, 8, generator=torch.Generator().manual_seed(0)), ["b3", "b5"])
        watched.take_figures()
        if moment is Moment.STEP:
            watched.loss_again()
    assert weights_sha256(quiet.network.state()) == weights_sha256(watched.network.state())


def test_the_loss_after_a_step_uses_the_same_dropout_masks_and_changes_nothing() -> None:
    architecture = chain(Input((1, 8, 8)), Flatten(), Dense(64), BatchNorm(), Dropout(0.5), Dense(4))
    trainer = trainer_of(with_settings(architecture, learning_rate=1e-12, batch_size=16))
    trainer.remember_step = True
    next(trainer.moments())
    before, state, random = trainer.last_loss(), trainer.network.copy_state(), torch.get_rng_state()
    # an update that changes next to nothing leaves the loss alone, unless other masks are drawn
    assert trainer.loss_again() == pytest.approx(before, abs=1e-6)
    assert trainer.loss_again() == trainer.loss_again()
    assert torch.equal(random, torch.get_rng_state())
    assert all(torch.equal(state[name], tensor) for name, tensor in trainer.network.state().items())


def test_a_step_lowers_the_loss_of_its_batch() -> None:
    trainer = trainer_of(small(learning_rate=0.01, batch_size=40))
    trainer.remember_step = True
    next(trainer.moments())
    assert trainer.loss_again() < trainer.last_loss()


def test_training_learns_and_keeps_the_best_epoch() -> None:
    trainer = trainer_of(small(learning_rate=0.02, batch_size=8, epochs=12))
    run(trainer)
    assert trainer.best is not None and trainer.test is not None
    assert trainer.best.score.accuracy > 0.9
    ranked = sorted(trainer.epochs, key=lambda result: (result.validation.accuracy, -result.validation.loss))
    assert (ranked[-1].epoch, ranked[-1].validation) == (trainer.best.epoch, trainer.best.score)
    assert trainer.epochs[0].best and trainer.epochs[trainer.best.epoch - 1].best


def test_the_test_set_is_used_once_with_the_best_weights_and_the_last_ones_come_back() -> None:
    trainer = trainer_of(small(learning_rate=0.02, batch_size=8, epochs=3))
    last: dict[str, torch.Tensor] = {}
    for moment in trainer.moments():
        if moment is Moment.EPOCH:
            last = trainer.network.copy_state()
    assert trainer.best is not None and trainer.test is not None
    assert all(torch.equal(last[name], tensor) for name, tensor in trainer.network.state().items())
    trainer.network.load_state(trainer.best.state)
    again = Evaluation(trainer.network, trainer.parts.test, 40)
    list(again.batches())
    assert again.score() == trainer.test


def test_breaking_off_in_the_test_puts_the_last_weights_back() -> None:
    trainer = trainer_of(small(epochs=1))
    moments = trainer.moments()
    while next(moments) is not Moment.EPOCH:
        pass
    last = trainer.network.copy_state()
    assert trainer.best is not None
    trainer.best.state["dense1.weight"].zero_()
    next(moments)
    assert trainer.network.state()["dense1.weight"].count_nonzero() == 0
    moments.close()
    assert torch.equal(last["dense1.weight"], trainer.network.state()["dense1.weight"])


def test_a_loss_that_is_not_a_number_ends_the_run_with_a_sentence() -> None:
    trainer = trainer_of(small(epochs=5))
    images_of(trainer.parts.train)[7, 0, 0, 0] = math.nan
    moments = run(trainer)
    figures = trainer.take_figures()
    assert moments[-1] is Moment.DONE and Moment.EPOCH not in moments
    assert figures is not None
    faulty = 1 + [math.isnan(loss) for loss in figures.losses.tolist()].index(True)
    assert trainer.fault is not None and trainer.fault.step == faulty == trainer.step + 1
    assert f"step {faulty} went wrong: a training picture holds a value that is not a number" in trainer.fault.text
    assert trainer.best is None


def test_frozen_blocks_are_not_trained() -> None:
    architecture = chain(Input((1, 8, 8)), Dense(8), BatchNorm(), Relu(), Dense(4), frozen=("b1", "b2"))
    trainer = trainer_of(with_settings(architecture, epochs=2, weight_decay=0.1))
    start = trainer.network.copy_state()
    run(trainer)
    changed = {name for name, tensor in trainer.network.state().items() if not torch.equal(start[name], tensor)}
    assert changed == {"b4.weight", "b4.bias"}


def test_nothing_to_train_is_said() -> None:
    frozen = chain(Input((1, 8, 8)), Dense(4), frozen=("b1",))
    with pytest.raises(EngineError, match="nothing to train"):
        make_optimizer(network_of(frozen), frozen.training)


def test_an_equal_accuracy_is_decided_by_the_loss() -> None:
    assert Score(0.5, 0.9).beats(None)
    assert Score(0.9, 0.9).beats(Score(0.1, 0.8)) and not Score(0.1, 0.8).beats(Score(0.9, 0.9))
    assert Score(0.4, 0.9).beats(Score(0.5, 0.9)) and not Score(0.5, 0.9).beats(Score(0.5, 0.9))
    assert not Score(math.nan, 0.9).beats(Score(0.5, 0.9))


def test_evaluation_does_not_depend_on_how_it_is_cut() -> None:
    network, part = network_of(small()), parts_of((1, 8, 8), 4, 37).test
    whole, cut = Evaluation(network, part, 37), Evaluation(network, part, 5)
    assert len(list(cut.batches())) == 8 and len(list(whole.batches())) == 1
    assert cut.score().accuracy == whole.score().accuracy
    assert cut.score().loss == pytest.approx(whole.score().loss, rel=1e-6)
    with torch.no_grad():
        assert whole.score().loss == pytest.approx(functional.cross_entropy(network.eval()(images_of(part)), part.labels).item(), rel=1e-6)


def test_large_networks_are_evaluated_in_small_batches() -> None:
    assert evaluation_batch(analyse(lenet5()), 32, CPU) == MOST_EVALUATED
    heavy = analyse(chain(Input((3, 224, 224)), Dense(4096), Dense(10)))
    assert evaluation_batch(heavy, 2, CPU) == 2_000_000_000 // heavy.macs
    assert evaluation_batch(heavy, 64, CPU) == 64


def test_what_was_trained_is_where_the_next_run_starts() -> None:
    from designer.engine.wiring import keep_trained, trained_blocks

    store, architecture = WeightStore(), small(epochs=1)
    trainer = trainer_of(architecture, store=store)
    run(trainer)
    assert trained_blocks(trainer.network, store) == ()
    keep_trained(trainer.network, store, fresh=False)
    following = trainer_of(architecture, store=store)
    assert trained_blocks(following.network, store) == ("conv1", "dense1")
    assert all(torch.equal(trainer.network.state()[name], tensor) for name, tensor in following.network.state().items())


def test_blocks_as_they_started_are_told() -> None:
    from designer.engine.wiring import keep_trained, untrained_blocks

    store, architecture = WeightStore(), chain(
        Input((1, 8, 8)), Conv2d(4, (3, 3), start="edge"), Conv2d(4, (3, 3)), Dense(4), frozen=("b1", "b2"), names=("input", "b1", "b2", "b3")
    )  # fmt: skip
    trainer = trainer_of(with_settings(architecture, epochs=1), store=store)
    assert untrained_blocks(trainer.network, store) == ("b2", "b3"), "the named kernel of b1 was chosen and frozen"
    run(trainer)
    keep_trained(trainer.network, store, fresh=False)
    assert untrained_blocks(trainer.network, store) == ("b2",)
    assert untrained_blocks(trainer.network, store, fresh=True) == ("b2", "b3")


def test_figures_are_kept_in_order_however_often_they_are_taken() -> None:
    once, often = trainer_of(small(epochs=2, batch_size=8)), trainer_of(small(epochs=2, batch_size=8))
    run(once)
    parts: list[StepFigures] = []
    for _ in often.moments():
        figures = often.take_figures()
        if figures is not None:
            assert figures.first_step == 1 + sum(len(part.losses) for part in parts)
            parts.append(figures)
    whole = once.take_figures()
    assert whole is not None
    assert [loss for part in parts for loss in part.losses.tolist()] == whole.losses.tolist()
    assert [share for part in parts for share in part.accuracies.tolist()] == whole.accuracies.tolist()
    assert once.take_figures() is None
    assert [result.train for result in once.epochs] == [result.train for result in often.epochs]
