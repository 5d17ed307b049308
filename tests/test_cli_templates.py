"""The shipped networks on the command line: `templates`, and the published figures through `summary --json`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from designer import cli
from designer.network.templates import describe_template, template_names

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "networks.json").read_text(encoding="utf-8"))["networks"]
Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", GOLDEN)
def test_summary_tells_the_published_figures(name: str, capsys: Output) -> None:
    golden = GOLDEN[name]
    assert cli.main(["summary", golden["template"], "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["parameters"], told["macs"], told["problems"]) == (golden["parameters"], golden["macs"], [])
    blocks = {block["id"]: block for block in told["blocks"]}
    assert blocks["input"]["output_shape"] == golden["input"]
    assert sum(block["parameters"] for block in told["blocks"]) == golden["parameters"]
    assert sum(block["macs"] for block in told["blocks"]) == golden["macs"]
    fields = golden.get("receptive_field", {})
    assert {block: blocks[block]["receptive_field"] for block in fields} == {block: [size, size] for block, size in fields.items()}


def test_templates_lists_names_figures_and_a_line_of_words(capsys: Output) -> None:
    assert cli.main(["templates"]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split() == ["name", "network", "input", "parameters", "MACs"]
    assert max(map(len, lines)) <= 100
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(template_names())
    mobilenet = next(line for line in lines if line.startswith("mobilenet_v2 "))
    assert mobilenet.split()[1:] == ["MobileNetV2", "3×224×224", "3,504,872", "300,774,272"]
    assert lines[lines.index(mobilenet) + 1].strip() == describe_template("mobilenet_v2").description


def test_templates_json_has_what_a_chooser_needs(capsys: Output) -> None:
    assert cli.main(["templates", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in listed] == list(template_names())
    for entry in listed:
        listing = describe_template(entry["name"])
        assert (entry["title"], entry["description"], tuple(entry["input_shape"])) == (listing.title, listing.description, listing.input_shape)
        assert (entry["parameters"], entry["macs"], entry["notes"]) == (listing.parameters, listing.macs, listing.architecture.notes)
        assert Path(entry["path"]).is_file()


def test_templates_needs_neither_qt_nor_torch() -> None:
    code = "import sys; from designer import cli; cli.main(['templates']); print(sorted({'torch', 'PySide6'} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.strip() == "[]"
