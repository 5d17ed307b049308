from __future__ import annotations

import msgspec
import numpy as np
import pytest
from numpy.testing import assert_allclose

from designer.protocol.errors import ProtocolError
from designer.ui.results.confusion import decode_confusion
from designer.ui.results.results import PictureQuestion
from designer.ui.results.tables import class_rows, classes_text, matrix_text, pair_rows
from designer.ui.results.wording import cell_sentence, column_sentence, moment_text, percent, row_sentence
from tests.ui.results.conftest import confusion, counted

TABLE = [[8, 2, 0], [1, 9, 0], [3, 0, 0]]
NAMES = ("cat", "dog", "<b>newt</b>")


@pytest.mark.parametrize("seed", range(10))
def test_figures_are_those_of_counting_picture_by_picture(seed: int) -> None:
    choice = np.random.default_rng(seed)
    size = int(choice.integers(2, 30))
    true, said = choice.integers(size, size=400), choice.integers(size, size=400)
    table = np.zeros((size, size), int)
    for label, answer in zip(true, said, strict=True):
        table[label, answer] += 1
    found = confusion(table.tolist())
    for label in range(size):
        right = sum(bool(a == b == label) for a, b in zip(true, said, strict=True))
        whole, answers = int((true == label).sum()), int((said == label).sum())
        assert (found.of_class[label], found.taken_for[label], found.recognised[label]) == (whole, answers, right)
        assert_allclose(found.recall[label], right / whole if whole else np.nan)
        assert_allclose(found.precision[label], right / answers if answers else np.nan)
        assert_allclose(found.f1[label], 2 * right / (whole + answers) if whole + answers else np.nan)
        assert [found.count(label, other) for other in range(size)] == table[label].tolist()
    assert found.accuracy == (true == said).mean()
    assert found.mistakes == (true != said).sum()
    assert sorted(found.pairs) == sorted((a, b, int(table[a, b])) for a in range(size) for b in range(size) if a != b and table[a, b])
    assert [count for _, _, count in found.pairs] == sorted((count for _, _, count in found.pairs), reverse=True)


@pytest.mark.parametrize(
    "change",
    [
        {"cells": bytes(11)},
        {"cells": np.array([[0, 3, 1]], "<i4").tobytes()},
        {"cells": np.array([[0, -1, 1]], "<i4").tobytes()},
        {"cells": np.array([[0, 0, 0]], "<i4").tobytes()},
        {"cells": np.array([[1, 0, 1], [0, 0, 1]], "<i4").tobytes()},
        {"cells": np.array([[0, 0, 1], [0, 0, 1]], "<i4").tobytes()},
        {"part": "elsewhere"},
        {"classes": ()},
    ],
)
def test_counts_that_do_not_hold_together_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        decode_confusion(msgspec.structs.replace(counted(TABLE), **change))


def test_cells_rows_and_columns_are_told_in_sentences() -> None:
    found = confusion(TABLE, NAMES)
    assert cell_sentence(found, 0, 1) == "2 pictures of cat were taken for dog: 20.0 % of all pictures of cat."
    assert cell_sentence(found, 1, 0) == "1 picture of dog was taken for cat: 10.0 % of all pictures of dog."
    assert cell_sentence(found, 0, 0) == "8 of 10 pictures of cat were recognised: 80.0 %."
    assert cell_sentence(found, 0, 2) == "No picture of cat was taken for <b>newt</b>."
    assert cell_sentence(confusion([[1, 0], [0, 0]]), 1, 0) == "There is no picture of 1 among these."
    assert row_sentence(found, 2) == "<b>newt</b>: 3 pictures, 3 were taken for another class (recall 0 %)."
    assert column_sentence(found, 0) == "12 pictures were taken for cat, 4 of them are another class (precision 66.7 %)."
    assert column_sentence(found, 2) == "Nothing was taken for <b>newt</b>."


def test_it_is_always_said_which_pictures_and_weights_the_numbers_are_of() -> None:
    assert moment_text(counted(TABLE)) == "validation, epoch 7"
    assert moment_text(counted(TABLE, part="test", epoch=12)) == "test, best epoch 12"
    assert moment_text(counted(TABLE, part="training", run=0, epoch=0), "14:05") == "training, evaluated 14:05"


def test_shares_round_without_claiming_too_much() -> None:
    assert [percent(share) for share in (0, 0.0001, 0.048, 0.9996, 1)] == ["0 %", "0.01 %", "4.8 %", "99.96 %", "100 %"]


def test_rows_of_the_tables_lead_to_their_pictures() -> None:
    found = confusion(TABLE, NAMES)
    assert [row.texts for row in class_rows(found)][::2] == [
        ("cat", "10", "2", "80.0 %", "66.7 %", "72.7 %"),
        ("<b>newt</b>", "3", "3", "0 %", "–", "0 %"),
    ]
    first = pair_rows(found)[0]
    assert (first.texts, first.asked) == (("<b>newt</b>", "cat", "3", "100 %"), PictureQuestion(2, 0, only_wrong=True))


def test_the_numbers_are_copied_as_tables() -> None:
    found = confusion(TABLE, ("cat", 'dog, "big"', "newt"))
    assert matrix_text(found).splitlines()[1:3] == ["cat\t8\t2\t0", '"dog, ""big"""\t1\t9\t0']
    assert matrix_text(found, ",").splitlines()[0] == 'true \\ predicted,cat,"dog, ""big""",newt'
    assert classes_text(found).splitlines() == [
        "class,pictures,missed,recall,precision,f1",
        "cat,10,2,0.8,0.666667,0.727273",
        '"dog, ""big""",10,1,0.9,0.818182,0.857143',
        "newt,3,3,0,,0",
    ]
