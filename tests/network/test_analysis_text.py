"""The analysis table: its columns, its order, and its texts, read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from designer.network import edits
from designer.network.analysis import Analysis, BlockReport, analyse
from designer.network.analysis_table import COLUMNS, Column, Kind, sorted_reports
from designer.network.analysis_text import cell_text, csv_text, markdown_table, tab_text
from designer.network.architecture import Architecture
from designer.network.templates import load_template, template_names

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "lenet5_analysis.md"
BY_KEY = {column.key: column for column in COLUMNS}


def reports_of(analysis: Analysis) -> list[BlockReport]:
    return [analysis.reports[name] for name in analysis.order]


def read_csv(architecture: Architecture) -> list[dict[str, str]]:
    analysis = analyse(architecture)
    return list(csv.DictReader(io.StringIO(csv_text(analysis, reports_of(analysis), COLUMNS))))


def titled(title: str) -> Architecture:
    return edits.set_title(load_template("lenet5"), "conv1", title)


def ids_by(key: str, descending: bool = False, architecture: Architecture | None = None) -> list[str]:
    analysis = analyse(architecture or load_template("lenet5"))
    return [report.id for report in sorted_reports(reports_of(analysis), BY_KEY[key], analysis, descending)]


def test_markdown_of_lenet5_is_as_it_was_checked_by_eye() -> None:
    analysis = analyse(load_template("lenet5"))
    assert markdown_table(analysis, reports_of(analysis), COLUMNS) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", template_names())
def test_rows_add_up_to_the_totals(name: str) -> None:
    analysis = analyse(load_template(name))
    for key in ("parameters", "macs", "weight_bytes", "activation_bytes"):
        values = [BY_KEY[key].value(report, analysis) for report in reports_of(analysis)]
        assert sum(value for value in values if isinstance(value, int)) == BY_KEY[key].total(analysis), key
    for key in ("parameter_share", "mac_share"):
        shares = [BY_KEY[key].value(report, analysis) for report in reports_of(analysis)]
        assert sum(share for share in shares if isinstance(share, float)) == pytest.approx(1), key


@pytest.mark.parametrize("name", template_names())
def test_what_the_blocks_add_to_training_is_no_more_than_its_peak_and_most_of_it(name: str) -> None:
    analysis = analyse(load_template(name))
    rows = [BY_KEY["training_bytes"].value(report, analysis) for report in reports_of(analysis)]
    assert 0.5 <= sum(row for row in rows if isinstance(row, int)) / analysis.training_memory_bytes <= 1


def test_csv_read_back_is_the_analysis() -> None:
    analysis = analyse(load_template("lenet5"))
    rows = read_csv(load_template("lenet5"))
    assert [row["block"] for row in rows] == list(analysis.order)
    for row in rows:
        report = analysis.reports[row["block"]]
        assert (int(row["parameters"]), int(row["macs"]), int(row["activation_bytes"])) == (report.parameters, report.macs, report.output_bytes)
        assert float(row["parameter_share"] or 0) == analysis.share_of(report).parameters
        assert report.receptive_field is not None and report.receptive_field.offset is not None
        assert (int(row["receptive_field_rows"]), int(row["receptive_field_columns"])) == report.receptive_field.size
        assert (int(row["offset_rows"]), int(row["offset_columns"])) == report.receptive_field.offset
        assert (row["dense_parameters"] or None) == (None if report.dense_parameters is None else str(report.dense_parameters))


def test_markdown_read_back_is_the_table() -> None:
    analysis = analyse(load_template("lenet5"))
    lines = markdown_table(analysis, reports_of(analysis), COLUMNS).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len({len(row) for row in cells}) == 1
    assert cells[0] == [column.heading for column in COLUMNS]
    parameters = [int(row[3].replace(",", "")) for row in cells[2:-1]]
    assert sum(parameters) == analysis.parameters == int(cells[-1][3].strip("*").replace(",", ""))


def test_a_title_cannot_break_out_of_its_cell() -> None:
    analysis = analyse(titled("a|b <script> `c` \\ [d]\nnext"))
    line = markdown_table(analysis, [analysis.reports["conv1"]], COLUMNS[:2]).splitlines()[2]
    assert line == r"| a\|b \<script> \`c\` \\ \[d] next | Conv |"


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_title_is_never_a_formula_of_a_spreadsheet(title: str) -> None:
    assert read_csv(titled(title))[1]["block"] == f"'{title}"
    analysis = analyse(titled(title))
    assert tab_text(analysis, [analysis.reports["conv1"]], COLUMNS[:2]) == f"'{title}\tConv\n"


def test_titles_with_commas_and_quotes_come_back_whole() -> None:
    assert read_csv(titled('first, "best"'))[1]["block"] == 'first, "best"'


def test_a_broken_block_and_those_behind_it_have_empty_cells_and_totals_cover_the_rest() -> None:
    rows = read_csv(edits.set_field(load_template("lenet5"), "conv2", "kernel", (40, 40)))
    assert [row["parameters"] for row in rows[:6]] == ["0", "156", "0", "0", "", ""]
    assert rows[4]["output"] == "" and rows[4]["receptive_field_rows"] == ""


def test_numbers_are_sorted_as_numbers_and_the_unknown_comes_last() -> None:
    assert ids_by("parameters", descending=True)[:3] == ["dense1", "dense2", "conv2"]
    assert ids_by("parameters")[-3:] == ["conv2", "dense2", "dense1"]
    broken = edits.set_field(load_template("lenet5"), "dense1", "units", 7)
    assert ids_by("dense_parameters", architecture=broken)[:2] == ["conv2", "conv1"]
    assert ids_by("dense_parameters", descending=True, architecture=broken)[:2] == ["conv1", "conv2"]
    assert ids_by("output")[:2] == ["dense3", "softmax"], "a shape is as large as its values are many"


def test_equal_rows_stay_in_the_order_of_the_network() -> None:
    relus = [name for name in ids_by("type") if name.startswith("relu")]
    assert relus == ["relu1", "relu2", "relu3", "relu4"]
    assert [name for name in ids_by("macs", descending=True) if name.startswith("relu")] == relus


def test_names_with_numbers_are_sorted_by_them() -> None:
    network = load_template("lenet5")
    for title, block in (("conv10", "relu1"), ("conv9", "relu2")):
        network = edits.set_title(network, block, title)
    assert ids_by("block", architecture=network)[:4] == ["conv1", "conv2", "relu2", "relu1"]


def test_frozen_blocks_are_marked_and_counted() -> None:
    analysis = analyse(edits.set_frozen(load_template("lenet5"), "conv1", True))
    trained = BY_KEY["trained"]
    assert [trained.value(analysis.reports[name], analysis) for name in ("conv1", "relu1", "conv2")] == ["frozen", None, "trained"]
    assert trained.total(analysis) == "61,550"


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_column_is_explained_and_takes_a_network_without_anything(column: Column) -> None:
    assert column.explanation.endswith(".") and column.heading
    empty = analyse(Architecture())
    assert isinstance(cell_text(column.kind, column.total(empty)), str)


def test_a_share_of_something_is_never_shown_as_nothing() -> None:
    assert cell_text(Kind.SHARE, 1e-9) == "<0.1 %"
    assert cell_text(Kind.SHARE, 0.99999) == ">99.9 %"
