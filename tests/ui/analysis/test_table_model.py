"""The model changes by rows: what did not change is not told to have changed."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.analysis import analyse
from designer.network.analysis_table import COLUMNS
from designer.network.architecture import Architecture
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.conv2d import Conv2d
from designer.network.templates import load_template
from designer.ui.analysis.table_model import AnalysisModel, column_number
from designer.ui.theme import Themes

LENET5 = load_template("lenet5")


@pytest.fixture
def model(qtbot: QtBot, themes: Themes) -> Iterator[AnalysisModel]:
    made = AnalysisModel(analyse(LENET5), themes)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    yield made


def names(model: AnalysisModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def changed(model: AnalysisModel) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        told.append((first.row(), last.row()))

    model.dataChanged.connect(note)
    return told


def test_each_cell_says_what_the_table_says(model: AnalysisModel) -> None:
    row = [model.index(4, column).data() for column in range(model.columnCount())]
    assert row[:8] == ["conv2", "Conv", "16×10×10", "2,416", "3.9 %", "trained", "240,000", "57.6 %"]
    assert row[11:] == ["14×14", "2, 2", "−2, −2", "1,883,200", "×779"]


def test_every_heading_explains_itself(model: AnalysisModel) -> None:
    for column in range(model.columnCount()):
        tip = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert isinstance(tip, str) and tip.startswith("<p>") and tip.endswith(".</p>"), "it wraps"
    assert "r ← r + d·(k − 1)·j" in model.headerData(column_number("receptive_field"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)


def test_an_edit_changes_only_the_rows_it_touches(model: AnalysisModel) -> None:
    told = changed(model)
    titled = edits.set_title(LENET5, "conv2", "second")
    model.show_analysis(analyse(titled, previous=model.analysis))
    assert told == [(4, 4)]
    assert names(model)[4] == "second"


def test_other_totals_change_the_shares_of_all(model: AnalysisModel) -> None:
    told = changed(model)
    model.show_analysis(analyse(edits.set_field(LENET5, "dense3", "units", 20), previous=model.analysis))
    assert told == [(0, 12)]
    assert model.index(7, column_number("parameter_share")).data() == "76.9 %"


def test_rows_come_and_go_and_the_others_keep_their_place_in_selections(model: AnalysisModel) -> None:
    kept = QPersistentModelIndex(model.index(7, 0))
    shorter = edits.remove_blocks(LENET5, ("relu1", "pool1"))[0]
    model.show_analysis(analyse(shorter, previous=model.analysis))
    assert (kept.row(), model.rowCount()) == (5, 11)
    model.show_analysis(analyse(LENET5, previous=model.analysis))
    assert (kept.row(), names(model)) == (7, [block.id for block in LENET5.blocks])


def test_moving_a_block_moves_its_row(model: AnalysisModel) -> None:
    kept = QPersistentModelIndex(model.index(2, 0))
    moved = edits.move_along_chain(LENET5, "relu1", 1)
    model.show_analysis(analyse(moved[0] if isinstance(moved, tuple) else moved, previous=model.analysis))
    assert kept.row() == 3 and kept.data() == "relu1"


def test_a_sorted_table_stays_sorted_under_edits(model: AnalysisModel) -> None:
    model.sort(column_number("parameters"), Qt.SortOrder.DescendingOrder)
    assert names(model)[:4] == ["dense1", "dense2", "conv2", "dense3"]
    wide = edits.set_field(LENET5, "dense3", "units", 200)
    model.show_analysis(analyse(wide, previous=model.analysis))
    assert names(model)[:4] == ["dense1", "dense3", "dense2", "conv2"]
    model.sort(-1)
    assert names(model) == [block.id for block in wide.blocks]


def test_another_network_altogether(model: AnalysisModel) -> None:
    other = analyse(load_template("resnet18"))
    model.sort(column_number("macs"), Qt.SortOrder.AscendingOrder)
    model.show_analysis(other)
    model.sort(-1)
    assert names(model) == list(other.order)
    model.show_analysis(analyse(Architecture()))
    assert model.rowCount() == 0


def test_what_is_wrong_is_said_and_has_a_colour_and_an_icon(model: AnalysisModel, themes: Themes) -> None:
    broken = edits.add_block(edits.set_field(LENET5, "conv2", "kernel", (40, 40)), BLOCK_TYPES["relu"]())[0]
    model.show_analysis(analyse(broken))
    colors = [model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole).name() for row in (3, 4, 5, 13)]
    error, muted = themes.current().color("error").name(), themes.current().color("text_muted").name()
    assert colors == [themes.current().color("text").name(), error, muted, muted]
    assert [model.index(row, 2).data() for row in (4, 5, 13)] == ["has a problem", "waiting", "not connected"]
    assert "40×40 kernel" in model.index(4, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert not model.index(4, 0).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_rounded_numbers_tell_the_exact_one(model: AnalysisModel) -> None:
    assert model.index(7, column_number("weight_bytes")).data(Qt.ItemDataRole.ToolTipRole) == "192,480 bytes"
    assert model.index(7, column_number("parameter_share")).data(Qt.ItemDataRole.ToolTipRole) == "77.98 %"


@pytest.mark.benchmark
def test_an_edit_in_a_thousand_blocks_does_not_block(qtbot: QtBot, themes: Themes) -> None:
    network = thousand_blocks()
    model = AnalysisModel(analyse(network), themes)
    model.sort(column_number("macs"), Qt.SortOrder.DescendingOrder)
    times = []
    for number in range(20):
        network = edits.set_field(network, "conv500", "filters", 9 + number % 2)
        analysis = analyse(network, previous=model.analysis)
        start = perf_counter()
        model.show_analysis(analysis)
        times.append(perf_counter() - start)
    print(f"median {1_000 * sorted(times)[10]:.1f} ms, most {1_000 * max(times):.1f} ms, N = {len(times)}")
    assert max(times) < 0.05


def thousand_blocks() -> Architecture:
    network = edits.add_block(Architecture(), BLOCK_TYPES["input"]())[0]
    last = "input"
    for _ in range(999):
        network, last = edits.insert_after(network, last, Conv2d(padding="same"))
    return network


def test_every_column_has_an_own_name() -> None:
    assert len({column.key for column in COLUMNS}) == len({column.heading for column in COLUMNS}) == len(COLUMNS)
