import pytest

from designer.network.blocks import palette
from designer.network.blocks.base import PaletteEntry
from designer.ui.palette_search import find_entries, tip_of


def labels(text: str) -> list[str]:
    return [entry.label for _, entry in find_entries(text)]


def entries() -> list[PaletteEntry]:
    return [entry for group in palette().values() for entry in group]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("conv", "Conv"), ("maxpool", "Max pool"), ("max-pool", "Max pool"), ("max p", "Max pool"), ("fc", "Dense"), ("linear", "Dense"),
        ("fully connected", "Dense"), ("bn", "Batch norm"), ("skip", "Add"), ("residual", "Add"), ("gap", "Global pool"), ("swish", "SiLU"),
        ("lrn", "Local response"), ("cat", "Concat"), ("sobel", "Fixed kernel"), ("dw", "Depthwise conv"), ("Conv2D", "Conv"), ("ReLU", "ReLU"),
    ],
)  # fmt: skip
def test_the_first_is_what_people_mean(typed: str, first: str) -> None:
    assert labels(typed)[0] == first


def test_a_part_of_a_name_finds_all_that_have_it_and_nothing_finds_all() -> None:
    assert labels("hard") == ["Hard swish", "Hard sigmoid"]
    assert {"Max pool", "Average pool", "Sum pool", "Global pool", "Adaptive pool"} == set(labels("pool"))
    assert labels("") == [entry.label for entry in entries()]
    assert labels("xyz") == []


def test_names_come_before_synonyms_and_groups() -> None:
    assert labels("norm")[0] == "Batch norm" and labels("norm")[-1] == "Dropout", "only its group is called so"


def test_only_what_fits_is_found() -> None:
    assert [entry.label for _, entry in find_entries("", lambda entry: entry.spec.MOST_INPUTS == 0)] == ["Input"]


def test_every_entry_is_found_by_its_label_its_key_and_each_synonym() -> None:
    for entry in entries():
        for text in (entry.label, entry.key, *entry.other_names):
            assert entry.label in labels(text), (entry.label, text)


def test_short_labels_are_distinct() -> None:
    shorts = [entry.short_label for entry in entries()]
    assert len(set(shorts)) == len(shorts)
    assert all(2 <= len(short) <= 5 for short in shorts)


def test_every_tip_tells_where_the_block_is_used() -> None:
    assert all(len(tip_of(entry).splitlines()) == 3 for entry in entries())
