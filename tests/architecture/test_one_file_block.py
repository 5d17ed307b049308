"""A block type is one file: the one that CONTRIBUTING shows, put into a copy of the program, is found everywhere."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors import safe_open

ROOT = Path(__file__).resolve().parents[2]
RECIPE = re.compile(r"This is all of `(\w+)\.py`:\n\n```python\n(.*?)```", re.DOTALL)
NETWORK = """\
{
  "format": "cnn-designer",
  "version": 1,
  "name": "",
  "notes": "",
  "blocks": [
    {"id": "input", "type": "input", "shape": [1, 8, 8]},
    {"id": "conv1", "type": "conv2d", "filters": 4},
    {"id": "prelu1", "type": "prelu", "slope": 0.5},
    {"id": "dense1", "type": "dense", "units": 20},
    {"id": "prelu2", "type": "prelu", "frozen": true},
    {"id": "dense2", "type": "dense", "units": 10}
  ],
  "wires": [
    ["input", "conv1"],
    ["conv1", "prelu1"],
    ["prelu1", "dense1"],
    ["dense1", "prelu2"],
    ["prelu2", "dense2"]
  ],
  "training": {"epochs": 2}
}
"""
PARAMETERS = 4 * 10 + 4 + (4 * 36 + 1) * 20 + 20 + 21 * 10

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from designer.network.file_format import load_file, save
from designer.ui.document import Document
from designer.ui.inspector.panel import Inspector
from designer.ui.palette import BlockPalette
from designer.ui.theme import ThemeChoice, Themes

application = QApplication([])
themes = Themes(ThemeChoice.LIGHT)
palette = BlockPalette(themes)
palette.show_folding((), [group.group.value for group in palette.groups])
(entry,) = [button.entry for button in palette.entries() if button.entry.spec.TYPE == "prelu"]
document = Document(load_file(Path(sys.argv[1])))
inspector = Inspector(document, themes)
document.select(["prelu1"])
(editor,) = [row.editor for row in inspector.form.rows.values()]
print(entry.label, list(inspector.form.rows), editor.toolTip(), save(document.architecture) == open(sys.argv[1]).read(), sep="|")
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with the file of the recipe in it, and a network that uses it."""
    folder = tmp_path_factory.mktemp("copy")
    for part in ("designer", "resources", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    recipe = RECIPE.search((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert recipe, "CONTRIBUTING shows a block type's file"
    name, text = recipe.groups()
    assert len(text.splitlines()) <= 90
    file = folder / "designer" / "network" / "blocks" / f"{name}.py"
    assert not file.exists()
    file.write_text(text, encoding="utf-8")
    (folder / "net.cnn").write_text(NETWORK, encoding="utf-8")
    return folder


def python(copy: Path, *words: str) -> str:
    """Run Python in the copy and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": os.fspath(copy), "CNN_DESIGNER_HOME": os.fspath(copy / "home")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once for all
    done = subprocess.run([sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_it_is_in_palette_inspector_and_file(copy: Path) -> None:
    label, rows, tip, same = python(copy, "-W", "error", "-c", WINDOW, "net.cnn").strip().split("|")
    assert (label, rows, same) == ("PReLU", "['slope']", "True")
    assert "What the slopes are before training." in tip and "from 0 to 1" in tip


def test_it_is_analysed(copy: Path) -> None:
    told = json.loads(python(copy, "-m", "designer", "summary", "--json", "net.cnn"))
    blocks = {block["id"]: block for block in told["blocks"]}
    assert (blocks["prelu1"]["parameters"], blocks["prelu1"]["macs"], blocks["prelu1"]["output_shape"]) == (4, 0, [4, 6, 6])
    assert told["parameters"] == PARAMETERS
    assert not [problem for problem in told["problems"] if problem["severity"] == "error"]


def test_it_is_trained_and_its_weights_are_kept(copy: Path) -> None:
    python(copy, "-m", "designer", "train", "net.cnn", "--device", "cpu", "--out", "run", "--json")
    with safe_open(copy / "run" / "last.safetensors", framework="numpy") as weights:
        slopes, frozen = weights.get_tensor("prelu1.weight"), weights.get_tensor("prelu2.weight")
    assert slopes.shape == (4,) and (slopes != 0.5).all()
    assert frozen.shape == (20,) and (frozen == 0.25).all()


def test_it_is_in_the_exported_code(copy: Path) -> None:
    python(copy, "-m", "designer", "export", "net.cnn", "--to", "pytorch", "--out", "network.py")
    assert "nn.PReLU(num_parameters=4, init=0.5)" in (copy / "network.py").read_text(encoding="utf-8")
    count = "import network, torch; found = [v for v in vars(network).values() if isinstance(v, type) and issubclass(v, torch.nn.Module)];"
    count += "print(sum(p.numel() for p in found[0]().parameters()))"
    assert int(python(copy, "-W", "error", "-c", count)) == PARAMETERS


def test_the_contract_tests_ask_it_everything(copy: Path) -> None:
    told = python(copy, "-m", "pytest", "-n", "0", "-q", "--assert=plain", "-p", "no:cacheprovider", "tests/contract", "-k", "prelu or wide_fields")
    asked = re.search(r"(\d+) passed", told)
    assert asked and int(asked[1]) >= 9, told
