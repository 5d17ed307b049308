"""`summary`, `check`, `templates`: what they print about a network, and where."""

import json
from pathlib import Path
from typing import Any

import pytest

from designer import cli, cli_report

LENET: list[dict[str, Any]] = [
    {"id": "input", "type": "input", "shape": [1, 28, 28]},
    {"id": "conv1", "type": "conv2d", "filters": 6, "kernel": [5, 5], "padding": "same"},
    {"id": "relu1", "type": "relu"},
    {"id": "pool1", "type": "max_pool"},
    {"id": "conv2", "type": "conv2d", "filters": 16, "kernel": [5, 5]},
    {"id": "relu2", "type": "relu"},
    {"id": "pool2", "type": "max_pool"},
    {"id": "dense1", "type": "dense", "units": 120},
    {"id": "relu3", "type": "relu"},
    {"id": "dense2", "type": "dense", "units": 84},
    {"id": "relu4", "type": "relu"},
    {"id": "dense3", "type": "dense", "units": 10},
    {"id": "softmax", "type": "softmax"},
]
TOO_LARGE = {"kernel": [25, 25], "padding": "valid"}
Output = pytest.CaptureFixture[str]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    return written(tmp_path / "lenet.cnn")


def written(path: Path, **changed: dict[str, Any]) -> Path:
    """Write LeNet-5 with some blocks' fields changed."""
    blocks = [block | changed.get(block["id"], {}) for block in LENET]
    path.write_text(json.dumps({"format": "cnn-designer", "version": 1, "name": "LeNet-5", "blocks": blocks}), encoding="utf-8")
    return path


def test_summary_json_has_the_published_numbers_of_lenet(network: Path, capsys: Output) -> None:
    assert cli.main(["summary", str(network), "--json"]) == 0
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert printed.err == ""
    assert (told["parameters"], told["trainable_parameters"], told["macs"], told["weight_bytes"]) == (61_706, 61_706, 416_520, 246_824)
    assert [block["id"] for block in told["blocks"]] == [block["id"] for block in LENET]
    conv1 = next(block for block in told["blocks"] if block["id"] == "conv1")
    assert conv1 == {
        "id": "conv1", "type": "conv2d", "in_network": True, "frozen": False, "input_shapes": [[1, 28, 28]], "output_shape": [6, 28, 28],
        "parameters": 156, "macs": 117_600, "weight_bytes": 624, "output_bytes": 18_816,
        "receptive_field": [5, 5], "jump": [1, 1], "offset": [-2, -2],
    }  # fmt: skip
    assert told["problems"] == []


def test_totals_are_the_sums_of_the_blocks(network: Path, capsys: Output) -> None:
    cli.main(["summary", str(network), "--json"])
    told = json.loads(capsys.readouterr().out)
    for total, each in [("parameters", "parameters"), ("macs", "macs"), ("weight_bytes", "weight_bytes"), ("activation_bytes", "output_bytes")]:
        assert told[total] == sum(block[each] for block in told["blocks"])


def test_a_broken_network_is_summarised_as_far_as_it_goes(tmp_path: Path, capsys: Output) -> None:
    broken = written(tmp_path / "broken.cnn", conv2=TOO_LARGE)
    assert cli.main(["summary", str(broken), "--json"]) == 1
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    shapes = {block["id"]: block["output_shape"] for block in told["blocks"]}
    assert shapes["pool1"] == [6, 14, 14]
    assert shapes["conv2"] is None and shapes["softmax"] is None
    assert [(problem["block"], problem["severity"], problem["code"]) for problem in told["problems"]] == [("conv2", "error", "kernel-too-large")]
    assert told["problems"][0]["fixes"]
    assert printed.err.count("\n") == 1
    assert told["problems"][0]["message"] in printed.err


def test_the_text_summary_keeps_within_100_columns(tmp_path: Path, capsys: Output) -> None:
    wide = {"id": "a" * 64, "title": "t" * 300, "kernel": [1_024, 1_024], "filters": 65_536, "padding": "same"}
    network = written(tmp_path / "wide.cnn", conv1=wide, input={"shape": [16_384, 16_384, 16_384]}, conv2=TOO_LARGE)
    cli.main(["summary", str(network)])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert sum("conv2d" in line for line in lines) == 2
    assert sum(line.startswith("aaa") and "…" in line for line in lines) == 1


def test_the_text_summary_has_a_line_for_every_block_and_the_totals(network: Path, capsys: Output) -> None:
    assert cli.main(["summary", str(network)]) == 0
    text = capsys.readouterr().out
    lines = {line.split()[0]: line.split()[1:] for line in text.splitlines()}
    assert lines["conv1"] == ["conv2d", "6×28×28", "156", "117,600", "5×5"]
    assert set(lines) >= {block["id"] for block in LENET}
    assert "61,706 parameters" in text
    assert "416,520 MACs" in text
    assert "no problems" in text


def test_a_refused_file_names_every_fault_on_a_line_of_its_own(tmp_path: Path, capsys: Output) -> None:
    refused = written(tmp_path / "refused.cnn", conv1={"filters": 0}, dense1={"unts": 3})
    assert cli.main(["summary", str(refused), "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 2
    assert "blocks[1].filters" in printed.err and "blocks[7].unts" in printed.err


def test_check_reports_every_file_even_after_a_bad_one(network: Path, tmp_path: Path, capsys: Output) -> None:
    broken, torn = written(tmp_path / "broken.cnn", conv2=TOO_LARGE), tmp_path / "torn.cnn"
    torn.write_text('{"format"', encoding="utf-8")
    names = [str(tmp_path / "missing.cnn"), str(torn), str(broken), str(network)]
    assert cli.main(["check", *names, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [entry["file"] for entry in told] == names
    assert [[problem["code"] for problem in entry["problems"]] for entry in told] == [["file"], ["file"], ["kernel-too-large"], []]


def test_warnings_do_not_fail_a_check(tmp_path: Path, capsys: Output) -> None:
    many = written(tmp_path / "many.cnn", dense3={"units": 12})
    assert cli.main(["check", str(many)]) == 0
    printed = capsys.readouterr()
    assert "12 values" in printed.out
    assert printed.err == ""


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path, capsys: Output) -> None:
    hostile = written(tmp_path / "hostile.cnn", conv2=TOO_LARGE | {"title": "\x1b[2Jgone\r\nerror: fake"})
    cli.main(["check", str(hostile)])
    cli.main(["summary", str(hostile)])
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert "\nerror: fake" not in printed.out + printed.err


def test_every_shipped_network_is_listed_and_sound(capsys: Output) -> None:
    assert cli.main(["templates", "--json"]) == 0
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["lenet5"]["parameters"] == 61_706
    assert all(Path(entry["path"]).is_file() for entry in listed.values())
    assert cli.main(["check", *listed]) == 0, capsys.readouterr().out


def test_bytes_are_told_in_decimal_units() -> None:
    told = {0: "0 B", 999: "999 B", 1_000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 10**15: "1000.0 TB"}
    assert {size: cli_report._size_text(size) for size in told} == told


def test_the_runs_of_the_users_folder_are_listed_newest_first(user_folder: Path, capsys: Output) -> None:
    assert cli.main(["runs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    for day, ending in [("01", "completed"), ("02", "stopped")]:
        folder = user_folder / "runs" / f"2026-03-{day}-lenet-00ff"
        folder.mkdir(parents=True)
        described = {"format": "cnn-designer-run", "version": 1, "name": f"LeNet {day}", "started": f"2026-03-{day}T10:20:30", "parameters": 61_706}
        result = {"ending": ending, "epochs": 4, "validation_accuracy": 0.978, "test_accuracy": 0.9712}
        (folder / "run.json").write_text(json.dumps(described | {"settings": {"epochs": 20}, "result": result}), encoding="utf-8")
    (user_folder / "runs" / "torn").mkdir()
    assert cli.main(["runs", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(run["name"], run["ending"]) for run in told] == [("LeNet 02", "stopped"), ("LeNet 01", "completed"), ("torn", "interrupted")]
    assert cli.main(["runs"]) == 0
    first, _, torn = capsys.readouterr().out.splitlines()
    assert "2026-03-02 10:20  LeNet 02: stopped, 4 of 20 epochs, best 97.8 %, test 97.1 %" in first
    assert "cannot be read" in torn
