"""The matrices on offer: digits, and the picture whose maps are shown, as large as the lab takes."""

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from designer.network.edits import set_field
from designer.network.kernel_lab import MOST_SIDE
from designer.protocol.events import BlockMaps, ExactMaps, MapsDrawn, ProbeChosen
from designer.ui.document import Document
from designer.ui.kernel_lab.matrices import LabMatrices, NoPictureError, as_matrix, is_probe
from designer.ui.maps.live import LiveMaps

SIDE = 28


def picture() -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
    return np.linspace(-1, 1, SIDE * SIDE, dtype=np.float32).reshape(1, SIDE, SIDE)


def frame(exact: bool, turned: bool = False) -> MapsDrawn:
    values = -picture() if turned else picture()
    shown = np.round((values + 1) / 2 * 255).astype(np.uint8)
    card = BlockMaps(
        block="input", shape=(1, SIDE, SIDE), signed=True, side=(SIDE, SIDE), pixels=shown.tobytes(),
        ranges=np.array([[-1, 1]], np.float32).tobytes(), faulty=np.zeros(1, np.int32).tobytes(), values=b"",
    )  # fmt: skip
    whole = ExactMaps(block="input", shape=(1, SIDE, SIDE), signed=True, first=0, values=values.tobytes())
    return MapsDrawn(run=0, number=1, step=0, trained=False, revision=1, cards=(card,), exact=(whole,) if exact else ())


@pytest.mark.parametrize(("exact", "near"), [(True, 1e-4), (False, 4e-3)])
def test_the_picture_looked_at_is_taken_as_the_network_sees_it(qtbot: QtBot, document: Document, exact: bool, near: float) -> None:
    live = LiveMaps()
    matrices = LabMatrices(document, live)
    with pytest.raises(NoPictureError, match="no picture to take"):
        matrices.matrix("probe")
    live.show_frame(frame(exact))
    assert np.allclose(matrices.matrix("probe"), picture()[0], atol=near)


def test_every_digit_is_of_eight_by_eight_sixteenths(qtbot: QtBot, document: Document) -> None:
    matrices = LabMatrices(document, LiveMaps())
    keys = [key for key, _ in matrices.titles() if key.startswith("digit")]
    found = {matrices.matrix(key) for key in keys}
    assert len(found) == len(keys) == 10
    for matrix in found:
        assert np.shape(matrix) == (8, 8) and np.min(matrix) >= 0 and np.max(matrix) <= 1
        assert {float(value * 16).is_integer() for row in matrix for value in row} == {True}


def test_large_and_coloured_pictures_become_grey_and_small_enough() -> None:
    values = np.zeros((3, 4 * 224, 4 * 160), np.float32)
    values[0] = 3
    values[:, 0:4, 0:4] = 6
    matrix = as_matrix(values)
    assert np.shape(matrix) == (224, 160) and max(np.shape(matrix)) <= MOST_SIDE
    assert (matrix[0][0], matrix[0][1], matrix[55][39]) == (6, 1, 1)
    assert as_matrix(values, 0)[1][1] == 3 and as_matrix(values, 1)[1][1] == 0


def test_the_channels_of_a_coloured_picture_are_offered_and_of_a_grey_one_not(qtbot: QtBot, document: Document) -> None:
    matrices = LabMatrices(document, LiveMaps())
    assert [key for key, _ in matrices.titles() if is_probe(key)] == ["probe"]
    document.attempt("Colour", lambda architecture: set_field(architecture, "input", "shape", (3, 28, 28)))
    assert [title for key, title in matrices.titles() if is_probe(key)] == ["the picture looked at", "its red", "its green", "its blue"]


def test_a_picture_that_came_exactly_stays_exact_until_another_comes(qtbot: QtBot, document: Document) -> None:
    live = LiveMaps()
    matrices = LabMatrices(document, live)
    probe = ProbeChosen(index=0, count=9, label="3")
    live.show_probe(probe)
    live.show_frame(frame(exact=True))
    exact = matrices.matrix("probe")
    live.show_frame(frame(exact=False))
    assert matrices.matrix("probe") == exact, "the same picture, now in 256 steps only"
    live.show_frame(frame(exact=False, turned=True))
    assert np.allclose(matrices.matrix("probe"), -picture()[0], atol=4e-3), "drawn on: another picture of the same name"
    live.show_probe(msgspec.structs.replace(probe, index=1))
    assert matrices.matrix("probe") != exact


def test_what_is_not_finite_is_nothing() -> None:
    assert as_matrix(np.array([[[np.nan, np.inf], [-np.inf, 1]]], np.float32)) == ((0, 0), (0, 1))
