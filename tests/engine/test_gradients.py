"""The gradient of each block, beside a loop that anybody would write, and with a real worker: paused, stepped, running, ended."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional

from designer.data.order import epoch_order
from designer.engine.gradients import Gradients, gradients_of
from designer.engine.pictures import Shelf
from designer.engine.run_setup import prepare_run
from designer.engine.store import WeightStore
from designer.engine.wiring import keep_trained, shown_network
from designer.network import edits
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.flatten import Flatten
from designer.network.blocks.input import Input
from designer.network.blocks.relu import Relu
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import CPU, chain, network_of, small, trainer_of, with_settings

BATCH, STEPS, SEED = 30, 5, 7


@pytest.fixture
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    worker_of_module.send(c.LookAt(visible=()), c.AcknowledgeFrame(number=1 << 30), c.SetPace(), c.ResetWeights())
    worker_of_module.wait(e.WeightsReset)
    worker_of_module.seen.clear()
    return worker_of_module


def network(frozen: tuple[str, ...] = (), **settings: object) -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Relu(), Flatten(), Dense(16), Relu(), Dense(10))
    names = ("input", "conv1", "relu1", "flat1", "dense1", "relu2", "dense2")
    return with_settings(chain(*specs, names=names, frozen=frozen), **{"batch_size": BATCH, "epochs": 2, "seed": SEED, **settings})


def root_mean(*tensors: torch.Tensor) -> float:
    values = torch.cat([tensor.detach().reshape(-1).double() for tensor in tensors])
    return math.sqrt(float((values**2).mean()))


def gradients_in(layer: nn.Module) -> list[torch.Tensor]:
    return [parameter.grad for parameter in layer.parameters() if parameter.grad is not None]


def plain_steps(architecture: Architecture) -> list[dict[str, tuple[float, float]]]:
    """Return root mean squares of gradients and weights after each step of a loop written by hand."""
    ready = prepare_run(architecture, Shelf(), WeightStore(), CPU, None)
    part, settings = ready.trainer.parts.train, architecture.training
    layers = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(256, 16), nn.ReLU(), nn.Linear(16, 10))
    places = {"conv1": "0", "dense1": "3", "dense2": "5"}
    start = network_of(architecture).copy_state()
    layers.load_state_dict({f"{places[name.split('.')[0]]}.{name.split('.')[1]}": tensor for name, tensor in start.items()})
    learnt = {name: layers[int(place)] for name, place in places.items() if not architecture.by_id[name].frozen}
    parameters = [parameter for layer in learnt.values() for parameter in layer.parameters()]
    optimizer: torch.optim.Optimizer = (
        torch.optim.SGD(parameters, lr=settings.learning_rate, momentum=settings.momentum, weight_decay=settings.weight_decay)
        if settings.optimizer == "sgd"
        else torch.optim.Adam(parameters, lr=settings.learning_rate)
    )
    order, found = torch.from_numpy(epoch_order(len(part.labels), SEED, 1)), []
    for step in range(STEPS):
        batch = order[step * BATCH : (step + 1) * BATCH]
        optimizer.zero_grad()
        functional.cross_entropy(layers(part.images[batch]), part.labels[batch]).backward()  # type: ignore[no-untyped-call, attr-defined]
        if settings.clip_norm:
            nn.utils.clip_grad_norm_(parameters, settings.clip_norm)
        gradients = {name: root_mean(*gradients_in(layer)) for name, layer in learnt.items()}
        optimizer.step()
        found.append({name: (gradients[name], root_mean(*layer.parameters())) for name, layer in learnt.items()})
    return found


def told_of(frame: e.MapsDrawn) -> dict[str, tuple[float, float]]:
    assert frame.gradients is not None
    return {found.block: (found.size, found.weights) for found in frame.gradients.blocks}


@pytest.mark.parametrize(
    ("frozen", "settings"),
    [
        ((), {"optimizer": "adam", "learning_rate": 0.003}),
        (("conv1",), {"optimizer": "sgd", "learning_rate": 0.05, "momentum": 0.9, "weight_decay": 0.01, "clip_norm": 0.2}),
    ],
    ids=["adam", "clipped, frozen, with decay"],
)
def test_step_by_step_a_worker_tells_the_gradients_of_torch(worker: WorkerProcess, frozen: tuple[str, ...], settings: dict[str, object]) -> None:
    architecture = network(frozen, **settings)
    plain = plain_steps(architecture)
    worker.send(c.LookAt(visible=("conv1",)), c.StartTraining(run=1, revision=1, architecture=save(architecture), paused=True, fresh=True))
    first = worker.wait(e.MapsDrawn, lambda event: event.run == 1)
    worker.send(c.AcknowledgeFrame(number=first.number))
    assert first.gradients is None, "no step was made yet"
    for step, expected in enumerate(plain, start=1):
        worker.send(c.StepTraining(run=1))
        frame = worker.wait(e.MapsDrawn, lambda event, step=step: event.step == step)  # type: ignore[misc]
        worker.send(c.AcknowledgeFrame(number=frame.number))
        assert frame.gradients is not None
        assert (frame.gradients.run, frame.gradients.step, frame.gradients.clipped) == (1, step, "clip_norm" in settings)
        told = told_of(frame)
        assert list(told) == list(expected), "in the order of computation, without those that are frozen"
        for name, found in told.items():
            assert found == pytest.approx(expected[name], rel=2e-4), (step, name)
    worker.send(c.StopTraining(run=1))
    ended = worker.wait(e.MapsDrawn, lambda event: event.run == 0)
    assert ended.gradients is not None and ended.gradients.step == STEPS and told_of(ended) == told
    worker.send(c.AcknowledgeFrame(number=ended.number), c.ResetWeights())
    fresh = worker.wait(e.MapsDrawn, lambda event: event.number > ended.number)
    worker.send(c.AcknowledgeFrame(number=fresh.number))
    assert fresh.gradients is None, "these weights made no step"


def test_while_a_run_is_on_each_frame_has_the_gradients_of_its_step(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=("conv1",)), c.StartTraining(run=2, revision=2, architecture=save(network(epochs=50))))
    seen: set[int] = set()
    while len(seen) < 5:
        frame = worker.wait(e.MapsDrawn, lambda event: event.run == 2 and event.step > 0)
        worker.send(c.AcknowledgeFrame(number=frame.number))
        assert frame.gradients is not None and frame.gradients.step == frame.step
        assert all(math.isfinite(size) and size > 0 for size, _ in told_of(frame).values())
        seen.add(frame.step)
    worker.send(c.StopTraining(run=2))
    worker.wait(e.TrainingFinished)


def test_after_a_run_the_gradients_stay_with_the_weights_they_belong_to() -> None:
    architecture, store = small(epochs=1), WeightStore()
    trainer = trainer_of(architecture)
    list(trainer.moments())
    keep_trained(trainer.network, store, fresh=False)
    gradients = Gradients(store)
    gradients.keep(trainer.network, 4, trainer.step)

    def shown(changed: Architecture) -> tuple[str, ...]:
        found = gradients.of(shown_network(changed, analyse(changed), store, CPU), 0, 0)
        return () if found is None else tuple(told.block for told in found.blocks)

    assert shown(architecture) == ("conv1", "dense1")
    wider = edits.set_field(architecture, "conv1", "filters", 5)
    assert shown(wider) == (), "both have other shapes"
    renamed = edits.set_field(architecture, "conv1", "kernel", 5)
    assert shown(renamed) == ("dense1",)
    assert shown(architecture) == ("conv1", "dense1"), "undone"
    (weight, _) = architecture.by_id["dense1"].spec.weights(analyse(architecture).reports["dense1"].input_shapes)
    store.put_edited("dense1", weight, 0, torch.zeros(weight.shape))
    assert shown(architecture) == ("conv1",), "changed by hand"


def test_running_statistics_have_no_gradient_and_what_is_not_finite_is_told() -> None:
    trainer = trainer_of(with_settings(chain(Input((1, 8, 8)), BatchNorm(), Flatten(), Dense(4)), epochs=1))
    assert gradients_of(trainer.network, 1, 0) is None
    next(trainer.moments())
    found = gradients_of(trainer.network, 1, 1)
    assert found is not None
    state = {name: parameter for name, parameter in trainer.network.named_parameters() if parameter.grad is not None}
    assert len(state) == 4
    norm = next(owned for owned in trainer.network.owned if owned.name == "b1.weight").tensor
    bias = next(owned for owned in trainer.network.owned if owned.name == "b1.bias").tensor
    assert norm.grad is not None and bias.grad is not None
    assert found.blocks[0].size == pytest.approx(root_mean(norm.grad, bias.grad), rel=1e-5)
    norm.grad[0] = float("nan")
    spoilt = gradients_of(trainer.network, 1, 1)
    assert spoilt is not None and math.isnan(spoilt.blocks[0].size) and spoilt.blocks[1] == found.blocks[1]


def test_where_the_loss_is_scaled_the_gradient_is_told_without_the_scale() -> None:
    plain, scaled = trainer_of(small(batch_size=16)), trainer_of(small(batch_size=16))
    scaled.stepping.scaler = torch.amp.GradScaler("cpu", init_scale=2.0**12)  # as float16 has it on a card
    for trainer in (plain, scaled):
        next(trainer.moments())
    mine, theirs = (gradients_of(trainer.network, 1, 1) for trainer in (plain, scaled))
    assert mine is not None and theirs is not None
    for expected, found in zip(mine.blocks, theirs.blocks, strict=True):
        assert (found.size, found.weights) == pytest.approx((expected.size, expected.weights), rel=1e-5)
