"""The exported script computes what the engine computes, bit for bit, and stands alone."""

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from designer.engine.evaluation import Part
from designer.engine.results import TrainingParts
from designer.engine.store import draw
from designer.engine.training import Trainer
from designer.engine.weights_file import weights_bytes
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.blocks.convolving import RANDOM, Convolving
from designer.network.kernels import NAMED_KERNELS
from designer.network.pytorch_script import script
from designer.network.shapes import is_image
from designer.network.templates import load_template, template_names
from tests.contract.exported import both, ended, engine_network, equal, module_of, pictures_for, printed, script_network, sound_networks
from tests.contract.random_blocks import TYPES
from tests.contract.random_networks import Growth
from tests.contract.test_shapes import fitting
from tests.engine.networks import chain, lenet5, trainer_of, with_settings
from tests.network.networks import spec
from tests.network.test_pytorch_script import HOSTILE_IDS, named_chain

BLOCKS_EACH = 8
NETWORKS = 30
LARGEST_RUN = 15_000_000
"""Parameters of the largest template that is trained: ResNet-18 is, AlexNet and the VGGs are not."""


def networks_of(type_name: str) -> Iterator[Architecture]:
    """Return small networks around one block of a type: its inputs are made from the pictures."""
    chance = random.Random(type_name)
    for drawn, inputs in fitting(type_name, 4 * BLOCKS_EACH)[:BLOCKS_EACH]:
        growth = Growth(inputs[0] if is_image(inputs[0]) else (2, 5, 5))
        sources = [growth.fitted(chance, "input", shape) for shape in inputs]
        if drawn.FEWEST_INPUTS > 1 and len(set(sources)) == 1:
            sources[-1] = growth.put(spec("relu"), sources[-1])
        growth.put(drawn, *sources)
        yield ended(growth.done())


def assert_same_logits(architecture: Architecture, folder: Path) -> None:
    engine, exported = both(architecture, folder)
    pictures = pictures_for(architecture)
    with torch.no_grad():
        assert equal(engine.eval()(pictures), exported.eval()(pictures)), script(architecture).text
    assert sum(parameter.numel() for parameter in exported.parameters()) == analyse(architecture).parameters


@pytest.mark.parametrize("type_name", TYPES)
def test_every_block_type_computes_the_same_bits(type_name: str, tmp_path: Path) -> None:
    for architecture in networks_of(type_name):
        assert_same_logits(architecture, tmp_path)


def test_random_networks_compute_the_same_bits(tmp_path: Path) -> None:
    for architecture in sound_networks(NETWORKS):
        assert_same_logits(architecture, tmp_path)


def test_weights_find_their_way_whatever_blocks_are_called(tmp_path: Path) -> None:
    assert_same_logits(named_chain(HOSTILE_IDS), tmp_path)


@pytest.mark.ledger
def test_many_random_networks_compute_the_same_bits(tmp_path: Path) -> None:
    for architecture in sound_networks(2_000, seed=1):
        assert_same_logits(architecture, tmp_path)


def test_gradients_and_running_statistics_are_the_same_bits_in_training(tmp_path: Path) -> None:
    for architecture in sound_networks(NETWORKS // 2, seed=2, without=frozenset({"dropout"})):
        engine, exported = both(architecture, tmp_path)
        pictures = pictures_for(architecture)
        for network in (engine.train(), exported.train()):
            logits = network(pictures)
            if logits.requires_grad:
                functional.cross_entropy(logits, torch.arange(3) % logits.shape[1]).backward()  # type: ignore[no-untyped-call]
        theirs = dict(exported.named_parameters()) | dict(exported.named_buffers())
        for owned in engine.owned:
            tensor = theirs[owned.name]
            assert equal(owned.tensor, tensor), owned.name
            assert (owned.tensor.grad is None) == (tensor.grad is None), owned.name
            assert owned.tensor.grad is None or tensor.grad is None or equal(owned.tensor.grad, tensor.grad), owned.name


@pytest.mark.parametrize("kernel", NAMED_KERNELS)
def test_named_kernels_start_as_in_the_engine(kernel: str) -> None:
    for type_name, values in (("conv2d", {"filters": 4, "groups": 2, "kernel": (5, 3)}), ("depthwise_conv2d", {"multiplier": 2})):
        made = spec(type_name, **values, start=kernel)
        growth = Growth((4, 8, 8))
        name = growth.put(made, growth.put(spec("relu"), "input"))
        architecture = ended(growth.done())
        exported = dict(script_network(architecture).named_parameters())
        for weight in made.weights(((4, 8, 8),)):
            assert equal(exported[f"{name}.{weight.name}"], draw(name, weight, 0)), weight


def test_a_random_start_is_left_to_torch() -> None:
    for type_name in TYPES:
        for architecture in networks_of(type_name):
            starts = {getattr(block.spec, "start", RANDOM) for block in architecture.blocks if isinstance(block.spec, Convolving)}
            assert ("start_with" in script(architecture).text) == bool(starts - {RANDOM})


@pytest.mark.parametrize("frozen", [("norm", "conv"), ("dense",)])
def test_frozen_blocks_keep_their_weights_and_statistics(frozen: tuple[str, ...]) -> None:
    specs = [spec("input", shape=(1, 6, 6)), spec("conv2d", filters=3), spec("batch_norm"), spec("dense", units=4)]
    architecture = chain(*specs, names=("input", "conv", "norm", "dense"), frozen=frozen)
    module = module_of(script(architecture))
    network = script_network(architecture, module)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    pictures = torch.randint(256, (8, 1, 6, 6), dtype=torch.uint8)
    network(torch.rand(8, 1, 6, 6))  # also right after it was made
    module.train(network, pictures, torch.arange(8) % 4, epochs=1)
    same = {name.partition(".")[0] for name, tensor in network.state_dict().items() if torch.equal(tensor, before[name])}
    changed = {name.partition(".")[0] for name, tensor in network.state_dict().items() if not torch.equal(tensor, before[name])}
    assert (same - changed, changed) == (set(frozen), {"conv", "norm", "dense"} - set(frozen))
    trainable = sum(parameter.numel() for parameter in network.parameters() if parameter.requires_grad)
    assert trainable == analyse(architecture).trainable_parameters


SETTINGS = [
    {"optimizer": "sgd", "learning_rate": 0.1, "momentum": 0.5, "weight_decay": 0.01},
    {"optimizer": "adam", "learning_rate": 0.01, "weight_decay": 0.1},
    {"optimizer": "adam"},
    {"optimizer": "sgd", "momentum": 0.9, "nesterov": True, "schedule": "cosine", "clip_norm": 0.1},
    {"optimizer": "sgd", "momentum": 0.0, "nesterov": True, "learning_rate": 0.05, "schedule": "step", "drop_every": 1, "drop_to": 0.3},
    {"optimizer": "adamw", "label_smoothing": 0.2, "schedule": "one-cycle", "learning_rate": 0.01, "epochs": 8},
    {"optimizer": "adamw", "weight_decay": 0.1, "warm_up": 1.5, "class_weights": "balanced"},
    {"optimizer": "rmsprop", "schedule": "one-cycle", "warm_up": 2.0, "epochs": 9, "learning_rate": 0.0005},
    {"optimizer": "sgd", "class_weights": "balanced", "label_smoothing": 0.1, "deterministic": True},
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_training_makes_the_engines_steps(settings: dict[str, object], tmp_path: Path) -> None:
    """One batch an epoch, so that the order of the pictures does not matter; the rounding may."""
    architecture = with_settings(lenet5(), **{"batch_size": 16, "epochs": 3, **settings})
    engine, exported = both(architecture, tmp_path)
    module = module_of(script(architecture))
    pictures, labels = torch.randint(256, (16, 1, 28, 28), dtype=torch.uint8), torch.arange(16) % 10
    part = Part(module.prepare(pictures), labels)
    list(Trainer(engine, TrainingParts(part, part, part), architecture.training).moments())
    module.train(exported, pictures, labels)
    theirs = dict(exported.named_parameters())
    for owned in engine.owned:
        torch.testing.assert_close(theirs[owned.name], owned.tensor, rtol=1e-3, atol=2e-5)


ALL_SETTINGS = {
    "optimizer": "adamw", "schedule": "one-cycle", "warm_up": 0.5, "label_smoothing": 0.1, "clip_norm": 1.0, "class_weights": "balanced",
    "precision": "bfloat16", "normalize": "standard", "deterministic": True, "shift": 0.1, "rotation": 20.0, "flip": "both", "crop": 2,
    "brightness": 0.1, "contrast": 0.2, "erase": 0.5, "batch_size": 8,
}  # fmt: skip


def test_a_script_with_every_setting_is_a_program_of_its_own(tmp_path: Path) -> None:
    made = script(lenet5(**ALL_SETTINGS))
    (tmp_path / made.file_name).write_text(made.text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-W", "error", made.file_name], cwd=tmp_path, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("61,706 parameters\n") and "mean and deviation of the pictures: [0." in done.stdout


@pytest.mark.parametrize("name", ["shift", "rotation", "flip", "crop", "brightness", "contrast", "erase"])
def test_each_augmentation_of_a_script_changes_pictures_within_black_and_white(name: str) -> None:
    module = module_of(script(lenet5(**{name: ALL_SETTINGS[name]})))
    pictures = torch.rand(32, 1, 28, 28)
    changed = module.augment(pictures)
    assert changed.shape == pictures.shape and not torch.equal(changed, pictures)
    assert changed.min() >= 0 and changed.max() <= 1 + 1e-6


def test_settings_that_are_as_usual_add_no_line() -> None:
    text = script(lenet5()).text
    for word in ("augment", "learning_rate(", "autocast", "clip_grad", "weights = balanced", "statistics", "import math", "import os"):
        assert word not in text


def test_a_normalised_script_trains_as_the_engine(tmp_path: Path) -> None:
    architecture = lenet5(batch_size=16, epochs=3, normalize="standard")
    engine, exported = both(architecture, tmp_path)
    module = module_of(script(architecture))
    pictures, labels = torch.randint(256, (16, 1, 28, 28), dtype=torch.uint8), torch.arange(16) % 10
    prepared = module.prepare(pictures)
    part = Part((prepared - prepared.mean()) / prepared.std(correction=0), labels)
    list(Trainer(engine, TrainingParts(part, part, part), architecture.training).moments())
    module.train(exported, pictures, labels)
    theirs = dict(exported.named_parameters())
    for owned in engine.owned:
        torch.testing.assert_close(theirs[owned.name], owned.tensor, rtol=1e-3, atol=2e-5)


def test_every_picture_of_an_epoch_is_trained_once_and_a_last_single_one_joins() -> None:
    specs = [spec("input", shape=(1, 2, 2)), spec("dense", units=3), spec("batch_norm"), spec("dense", units=2)]
    architecture = with_settings(chain(*specs), batch_size=4)
    for made, batches in ((architecture, [4, 5]), (with_settings(architecture, batch_size=1), [2, 2, 2, 3]), (chain(*specs[:2]), [9])):
        module = module_of(script(made))
        network = script_network(made, module)
        seen: list[int] = []
        network.register_forward_hook(lambda _, inputs, __, seen=seen: seen.append(len(inputs[0])))
        module.train(network, torch.randint(256, (9, 1, 2, 2), dtype=torch.uint8), torch.zeros(9, dtype=torch.int64), epochs=1)
        assert seen == batches


def test_trained_weights_go_from_the_engine_to_the_script(tmp_path: Path) -> None:
    trainer = trainer_of(lenet5(epochs=1), classes=10)
    list(trainer.moments())
    path = tmp_path / "trained.safetensors"
    path.write_bytes(weights_bytes(trainer.network.state(), {"run": "tested"}))
    module = module_of(script(lenet5(), weights=str(path)))
    exported = script_network(lenet5(), module).to(memory_format=torch.channels_last).eval()  # type: ignore[call-overload]  # as the engine's lies
    module.load_weights(exported, str(path))
    pictures = pictures_for(lenet5())
    with torch.no_grad():
        assert torch.equal(trainer.network.eval()(pictures), exported(pictures))
        assert torch.equal(exported.probabilities(pictures), exported(pictures).softmax(1))
    assert "61,706 parameters" in printed(module)


@pytest.mark.parametrize("damage", ["missing", "shape", "dtype", "short", "no header"])
def test_weights_that_do_not_fit_are_refused(damage: str, tmp_path: Path) -> None:
    state = engine_network(lenet5()).state()
    if damage == "missing":
        del state["conv1.bias"]
    if damage == "shape":
        state["conv1.bias"] = torch.zeros(7)
    if damage == "dtype":
        state["conv1.bias"] = torch.zeros(6, dtype=torch.float64)
    data = weights_bytes(state, {})
    path = tmp_path / "damaged.safetensors"
    path.write_bytes({"short": data[:-8], "no header": data[:40]}.get(damage, data))
    module = module_of(script(lenet5()))
    with pytest.raises((ValueError, RuntimeError), match="conv1.bias must be F32" if damage in ("missing", "shape", "dtype") else None):
        module.load_weights(script_network(lenet5(), module), str(path))


@pytest.mark.parametrize("packed", [False, True])
def test_it_trains_on_idx_files(packed: bool, tmp_path: Path) -> None:
    import gzip

    pictures, labels = torch.randint(256, (40, 9, 7), dtype=torch.uint8), torch.arange(40, dtype=torch.uint8) % 10
    paths = []
    for name, values in (("images", pictures), ("labels", labels)):
        header = bytes([0, 0, 8, values.ndim]) + b"".join(size.to_bytes(4, "big") for size in values.shape)
        data = header + values.numpy().tobytes()
        paths.append(tmp_path / (f"{name}.gz" if packed else name))
        paths[-1].write_bytes(gzip.compress(data) if packed else data)
    module = module_of(script(lenet5(epochs=2)))
    assert torch.equal(module.read_idx(str(paths[0])), pictures)
    out = printed(module, "--images", str(paths[0]), "--labels", str(paths[1]), "--device", "cpu")
    assert re.findall(r"epoch (\d+): loss \d\.\d{4}, \d+\.\d% right", out) == ["1", "2"]


def test_pictures_are_prepared_as_documented() -> None:
    module = module_of(script(chain(spec("input", shape=(3, 4, 4)), spec("dense", units=2))))
    grey = torch.arange(16, dtype=torch.uint8).reshape(1, 1, 4, 4)
    assert torch.equal(module.prepare(grey), (grey.float() / 255).expand(1, 3, 4, 4))
    assert module.prepare(torch.zeros(2, 3, 9, 5, dtype=torch.uint8)).shape == (2, 3, 4, 4)


@pytest.mark.parametrize("name", template_names())
def test_every_template_exports_a_script_of_the_same_size(name: str) -> None:
    architecture = load_template(name)
    with torch.device("meta"):
        network = script_network(architecture)
    assert sum(parameter.numel() for parameter in network.parameters()) == analyse(architecture).parameters


@pytest.mark.parametrize("name", [name for name in template_names() if analyse(load_template(name)).parameters <= LARGEST_RUN])
def test_templates_train_one_step_on_random_pictures(name: str) -> None:
    architecture = load_template(name)
    out = printed(module_of(script(architecture)), "--device", "cpu")
    assert out.startswith(f"{analyse(architecture).parameters:,} parameters\n")
    assert re.search(r"epoch 1: loss \d+\.\d{4}, ", out)
