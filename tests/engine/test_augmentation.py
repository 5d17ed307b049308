"""Augmentation: what each setting does to a picture, and that chance depends on seed, epoch and picture alone."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from designer.data.preparation import Preparation
from designer.engine.augmentation import NOT_NORMALISED, Augmentation, Brightness, augment, brightness_of, changes_pictures
from designer.engine.augmentation_draws import draw_epoch
from designer.engine.training import Moment
from designer.engine.weights_file import weights_sha256
from designer.network.training import Training
from tests.engine.networks import CPU, images_of, small, trainer_of

ALL: dict[str, Any] = {"shift": 0.2, "rotation": 25.0, "flip": "both", "crop": 2, "brightness": 0.2, "contrast": 0.4, "erase": 0.5}

MOVES = [[-3, 6], [-3, -1], [-3, 10], [-1, 4]]
SINES = [0.977805143166741, 0.301149818630175, 0.334962530264538, 0.633282830077901]
RECTANGLES = [[0, 5, 8, 16], [0, 10, 8, 11], [0, 7, 5, 11], [2, 6, 6, 9]]


def settings(**values: object) -> Training:
    training = Training(seed=5)
    for name, value in values.items():
        training = training.change(name, value)
    return training


def pictures(count: int = 50, channels: int = 3, height: int = 9, width: int = 12) -> Tensor:
    return torch.rand(count, channels, height, width, generator=torch.Generator().manual_seed(0))


def changed(images: Tensor, epoch: int = 1, levels: Brightness = NOT_NORMALISED, **values: object) -> Tensor:
    return augment(images, torch.arange(len(images)), settings(**values), epoch, levels)


def test_without_settings_nothing_changes() -> None:
    assert not changes_pictures(Training())
    images = pictures()
    assert torch.equal(changed(images), images)


@pytest.mark.parametrize("values", [ALL, *({name: value} for name, value in ALL.items())], ids=lambda values: "+".join(values))
def test_a_picture_does_not_depend_on_its_batch(values: dict[str, Any]) -> None:
    """Bit for bit, whatever the order and the size of the batches."""
    images = pictures(64)
    assert changes_pictures(settings(**values))
    whole = changed(images, **values)
    assert not torch.equal(whole, images)
    order = torch.randperm(64, generator=torch.Generator().manual_seed(1))
    for size in (1, 7, 64):
        for positions in torch.split(order, size):
            assert torch.equal(augment(images[positions], positions, settings(**values), 1), whole[positions])


def test_epochs_and_seeds_differ_and_repeat() -> None:
    images = pictures()
    first = changed(images, 1, **ALL)
    assert torch.equal(first, changed(images, 1, **ALL))
    assert not torch.equal(first, changed(images, 2, **ALL))
    assert not torch.equal(first, changed(images, 1, **ALL, seed=6))


def test_random_numbers_stay_the_same_from_version_to_version() -> None:
    drawn = draw_epoch(settings(shift=0.5, rotation=90.0, erase=1.0), 3, 4, 10, 20, CPU)
    assert drawn.move is not None and drawn.turn is not None and drawn.erase is not None
    assert drawn.move.tolist() == MOVES
    assert drawn.turn[:, 1].tolist() == pytest.approx(SINES, abs=1e-12)
    assert drawn.erase.tolist() == RECTANGLES


def test_one_setting_does_not_change_the_chance_of_another() -> None:
    alone, among = draw_epoch(settings(shift=0.3), 1, 20, 9, 9, CPU), draw_epoch(settings(**{**ALL, "shift": 0.3, "crop": 0}), 1, 20, 9, 9, CPU)
    assert alone.move is not None and among.move is not None
    assert torch.equal(alone.move, among.move)


def test_moving_keeps_values_and_fills_with_black() -> None:
    images, draws = pictures(), draw_epoch(settings(shift=0.4), 1, 50, 9, 12, CPU)
    assert draws.move is not None
    found = changed(images, shift=0.4)
    for picture, after, (down, right) in zip(images, found, draws.move.tolist(), strict=True):
        expected = torch.zeros_like(picture)
        rows, columns = range(max(0, down), min(9, 9 + down)), range(max(0, right), min(12, 12 + right))
        for row in rows:
            for column in columns:
                expected[:, row, column] = picture[:, row - down, column - right]
        assert torch.equal(after, expected)
    reached = draws.move.abs().amax(0).tolist()
    assert reached[0] in (3, 4) and reached[1] in (4, 5)


def test_crop_moves_evenly_by_no_more_than_the_rim() -> None:
    draws = draw_epoch(settings(crop=2), 1, 5_000, 9, 12, CPU)
    assert draws.move is not None
    for axis in (0, 1):
        counts = torch.bincount(draws.move[:, axis] + 2, minlength=5)
        assert len(counts) == 5 and counts.min() > 900


@pytest.mark.parametrize(("flip", "axes"), [("horizontal", [(), (2,)]), ("vertical", [(), (1,)]), ("both", [(), (1,), (2,), (1, 2)])])
def test_flips_mirror_half_of_the_pictures(flip: str, axes: list[tuple[int, ...]]) -> None:
    images = pictures(200)
    found = changed(images, flip=flip)
    counts = [sum(torch.equal(after, before.flip(axis)) for before, after in zip(images, found, strict=True)) for axis in axes]
    assert sum(counts) == 200
    assert min(counts) > 0.6 * 200 / len(axes)


def test_turning_goes_around_the_middle_and_keeps_the_aspect() -> None:
    """A bar through the middle of a wide picture, turned by a known angle, lies along that angle."""
    height, width = 31, 61
    bar = torch.zeros(1, 1, height, width)
    bar[0, 0, 15, 15:46] = 1
    training = settings(rotation=40.0)
    turn = draw_epoch(training, 1, 1, height, width, CPU).turn
    assert turn is not None
    after = augment(bar, torch.tensor([0]), training, 1)[0, 0]
    rows, columns = torch.meshgrid(torch.arange(height) - 15.0, torch.arange(width) - 30.0, indexing="ij")
    total = after.sum()
    assert abs((after * rows).sum() / total) < 0.05 and abs((after * columns).sum() / total) < 0.05
    covariance = (after * rows * columns).sum(), (after * (columns**2 - rows**2)).sum()
    angle = math.degrees(0.5 * math.atan2(2 * covariance[0], covariance[1]))
    assert abs(angle) == pytest.approx(math.degrees(math.acos(turn[0, 0])), abs=0.5)
    assert after.sum() == pytest.approx(bar.sum().item(), rel=0.05)


def test_a_quarter_turn_of_a_square_is_exact() -> None:
    images = pictures(1, 2, 8, 8)
    augmentation = Augmentation(settings(rotation=90.0), (2, 8, 8), 1, NOT_NORMALISED, CPU)
    found = augmentation._turn(images, torch.tensor([[0.0, 1.0]], dtype=torch.float64))
    assert any(torch.allclose(found, torch.rot90(images, times, (2, 3)), atol=1e-6) for times in (1, 3))


def test_brightness_and_contrast_stay_between_black_and_white() -> None:
    images, draws = pictures(), draw_epoch(settings(brightness=0.3, contrast=0.5), 1, 50, 9, 12, CPU)
    assert draws.contrast is not None and draws.lighten is not None
    assert 0.5 <= draws.contrast.min() < 0.6 and 1.4 < draws.contrast.max() <= 1.5
    assert draws.lighten.abs().max() <= 0.3
    factor, added = draws.contrast.float()[:, None, None, None], draws.lighten.float()[:, None, None, None]
    expected = ((images - 0.5) * factor + 0.5 + added).clamp(0, 1)
    torch.testing.assert_close(changed(images, brightness=0.3, contrast=0.5), expected)


def test_erasing_blanks_one_rectangle_of_so_many_pictures() -> None:
    images = pictures(400) + 0.01
    found = changed(images, erase=0.3)
    kept = [torch.equal(before, after) for before, after in zip(images, found, strict=True)]
    assert 0.6 < sum(kept) / 400 < 0.8
    for after in found[~torch.tensor(kept)]:
        gone = (after == 0).all(0)
        rows, columns = gone.any(1).nonzero().flatten(), gone.any(0).nonzero().flatten()
        assert gone[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].all() and gone.sum() == len(rows) * len(columns)
        assert 0.005 < gone.float().mean() < 0.45


def test_pictures_that_were_normalised_are_changed_as_those_that_were_not() -> None:
    """Augmenting and normalising may be swapped, up to rounding."""
    preparation = Preparation(3, 9, 12, 255, "standard", (0.4, 0.5, 0.6), (0.2, 0.3, 0.25))
    mean, std = torch.tensor(preparation.mean)[:, None, None], torch.tensor(preparation.std)[:, None, None]
    images = pictures()
    expected = (changed(images, **ALL) - mean) / std
    torch.testing.assert_close(changed((images - mean) / std, levels=brightness_of(preparation), **ALL), expected, atol=1e-5, rtol=1e-4)
    assert brightness_of(Preparation(1, 9, 12)) == NOT_NORMALISED


def test_only_training_pictures_are_changed() -> None:
    trainer = trainer_of(small(epochs=2, batch_size=16, **ALL))
    seen: dict[bool, list[Tensor]] = {True: [], False: []}
    trainer.network.register_forward_pre_hook(lambda network, inputs: seen[torch.is_grad_enabled()].append(inputs[0]))
    for moment in trainer.moments():
        assert trainer.fault is None, moment
    plain = images_of(trainer.parts.validation)
    assert all(any(torch.equal(one, other) for other in plain) for batch in seen[False] for one in batch)
    assert not any(torch.equal(one, other) for batch in seen[True] for one in batch for other in plain)


def test_a_run_with_augmentation_is_the_same_again_and_in_the_middle() -> None:
    whole = trainer_of(small(epochs=2, batch_size=16, **ALL))
    list(whole.moments())
    again = trainer_of(small(epochs=2, batch_size=16, **ALL))
    moments = again.moments()
    while next(moments) is not Moment.STEP or again.step < 4:
        pass
    moments.close()  # nothing but the place is needed to go on: what chance does is a function of it
    list(again.moments())
    assert weights_sha256(again.network.state()) == weights_sha256(whole.network.state())
