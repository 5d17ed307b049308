import ast
import dataclasses
import itertools
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.pytorch_script import ExportError, Script, script
from designer.network.pytorch_script_names import MODULE_ATTRIBUTES, SCRIPT_NAMES, Names, class_name, file_name
from designer.network.templates import load_template, template_names
from tests.network.networks import chain, lenet5, spec
from tests.network.small_networks import network
from tests.network.strategies import IDS, MODEST, TEXTS

HOSTILE_TEXTS = [
    "", " ", '"""', '""""', '"""""""', '\\"""', "\\", '\\\\"', "import os", '"""\nimport os\n"""', "a\r\nimport os", "Größe 🦆",
    "\u202edoc\u2066", "\x00\x1b[2J", "\ud800", "{x} %(prog)s $title ${title} \\N{DIGIT ONE} \\x41 \\u0041", "lambda", "None", "3",
    "class", "torch", "x" * 5_000, "\'\'\'", "# noqa",
]  # fmt: skip
HOSTILE_IDS = [
    "type", "train", "to", "class", "conv-1", "conv_1", "forward", "0a", "training", "print", "torch", "nn", "self", "x", "pictures",
    "_x", "__init__", "__class__", "-", "_", "__", "-1", "None", "True", "match", "add_module", "type_", "probabilities", "main",
    "register_module", "T_destination", "a" * 64, "A-" * 32, "EDGE", "super",
]  # fmt: skip


def lines_about(made: Script, block: str) -> list[str]:
    text = made.text.splitlines()
    return [text[number].strip() for part in made.lines_of[block] for number in part]


def forward(made: Script) -> list[str]:
    """Return the lines of the forward pass, without comments."""
    lines = made.text.partition("def forward")[2].partition("return")[0].splitlines()[2:]
    return [line.partition("#")[0].strip() for line in lines if line.strip()]


def test_lenet_reads_as_a_person_would_write_it() -> None:
    made = script(load_template("lenet5"))
    assert "class LeNet5(nn.Module):" in made.text
    assert lines_about(made, "conv1") == [
        "self.conv1 = nn.Conv2d(1, 6, kernel_size=5, padding=2)  # 156 parameters",
        "x = self.conv1(x)                     # 6×28×28",
    ]
    assert lines_about(made, "dense1")[1] == "x = self.dense1(torch.flatten(x, 1))  # 120"
    assert lines_about(made, "softmax")[-1] == "return self.softmax(self(x))"
    assert lines_about(made, "input") == ["def forward(self, x: Tensor) -> Tensor:   # 1×28×28"]
    assert "LEARNING_RATE = 0.002\nBATCH_SIZE = 32\nEPOCHS = 20\nSEED = 0\n" in made.text
    assert made.file_name == "lenet5.py"


def test_what_is_needed_later_has_its_blocks_name() -> None:
    architecture = network("input conv1 relu1 conv2 norm1 add1 relu2 dense1", "relu1 add1", "input conv3 add1")
    assert forward(script(architecture_of(architecture))) == [
        "x = self.conv1(pictures)",
        "relu1 = self.relu1(x)",
        "x = self.conv2(relu1)",
        "norm1 = self.norm1(x)",
        "x = self.conv3(pictures)",
        "x = norm1 + relu1 + x",
        "x = self.relu2(x)",
        "x = self.dense1(torch.flatten(x, 1))",
    ]


def architecture_of(architecture: Architecture) -> Architecture:
    """Return the network with convolutions that keep the size, so that everything fits."""
    same = [
        dataclasses.replace(block, spec=spec("conv2d", padding="same")) if block.id.startswith("conv") else block for block in architecture.blocks
    ]
    return dataclasses.replace(architecture, blocks=tuple(same))


def test_same_padding_that_is_uneven_is_the_engines_call() -> None:
    made = script(chain(("input", spec("input", shape=(1, 8, 8))), ("conv", spec("conv2d", kernel=(4, 4), padding="same")), ("end", spec("dense"))))
    assert lines_about(made, "conv")[1].startswith("x = self.conv(nn.functional.pad(x, (1, 2, 1, 2)))")
    pool = spec("max_pool", kernel=(2, 2), stride=(1, 1), padding="same")
    made = script(chain(("input", spec("input", shape=(1, 8, 8))), ("pool", pool), ("end", spec("dense"))))
    assert 'nn.functional.pad(x, (0, 1, 0, 1), value=float("-inf"))' in lines_about(made, "pool")[1]


def test_an_end_of_one_by_one_maps_is_flattened() -> None:
    made = script(chain(("input", spec("input", shape=(3, 4, 4))), ("pool", spec("global_pool", mode="sum"))))
    assert lines_about(made, "pool") == [
        "x = torch.sum(x, dim=(2, 3), keepdim=True)  # 3×1×1",
        "return torch.flatten(x, 1)                  # 3",
    ]


def test_loose_blocks_are_left_out() -> None:
    architecture = lenet5()
    loose = dataclasses.replace(architecture, blocks=(*architecture.blocks, Block("beside", spec("relu"))))
    assert script(loose).text == script(architecture).text
    assert "beside" not in script(loose).lines_of


def test_nothing_to_train_makes_no_training_loop() -> None:
    for blocks in ([("input", spec("input")), ("end", spec("flatten"))], [("input", spec("input", shape=(2, 1, 1))), ("softmax", spec("softmax"))]):
        made = script(chain(*blocks))
        compile(made.text, "script", "exec")
        assert "optimizer" not in made.text and "safetensors" not in made.text


def test_a_network_with_errors_is_refused_with_the_first() -> None:
    broken = chain(("input", spec("input", shape=(1, 4, 4))), ("conv", spec("conv2d", kernel=(9, 9))), ("end", spec("dense")))
    with pytest.raises(ExportError, match="cannot be exported: conv: a 9×9 kernel"):
        script(broken)
    for empty in (Architecture(), chain(("input", spec("input"))), chain(("input", spec("input", shape=(4, 1, 1))))):
        with pytest.raises(ExportError):
            script(empty)


def test_settings_are_written() -> None:
    architecture = lenet5()
    for name, value in {"optimizer": "sgd", "learning_rate": 1e-6, "momentum": 0.25, "weight_decay": 0.5, "batch_size": 7, "seed": 2**63 - 1}.items():
        architecture = dataclasses.replace(architecture, training=architecture.training.change(name, value))
    text = script(architecture).text
    assert "LEARNING_RATE = 1e-06\nMOMENTUM = 0.25\nBATCH_SIZE = 7\nEPOCHS = 20\nSEED = 9223372036854775807\n" in text
    assert "torch.optim.SGD(network.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM, weight_decay=0.5)" in text


@pytest.mark.parametrize("path", ["best.safetensors", 'a"b\\c.safetensors', "'; import os\n", "\udcff"])
def test_the_path_of_the_weights_is_a_plain_text(path: str) -> None:
    tree = ast.parse(script(lenet5(), weights=path).text)
    defaults = [word.value for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg == "default"]
    assert [value.value for value in defaults if isinstance(value, ast.Constant)] == [path]


@pytest.mark.parametrize("name", template_names())
def test_templates_are_covered_line_by_line(name: str) -> None:
    analysis = analyse(load_template(name))
    made = script(analysis.architecture, analysis)
    assert set(made.lines_of) == {report.id for report in analysis.reports.values() if report.in_network}
    owned = [number for ranges in made.lines_of.values() for part in ranges for number in part]
    assert len(owned) == len(set(owned)), "no line is about two blocks"
    assert made == script(load_template(name)), "deterministic"
    assert all(len(line) <= 150 for line in made.text.splitlines())
    assert not any(line.endswith(" ") or "\t" in line for line in made.text.splitlines())


def skeleton(made: Script) -> str:
    """Return what the script does, without its documentation and names of the network."""
    tree = ast.parse(made.text)
    title = next(part.name for part in tree.body if isinstance(part, ast.ClassDef))
    tree.body.pop(0)
    for part in ast.walk(tree):
        if isinstance(part, ast.ClassDef):
            part.name = "Title"
        elif isinstance(part, ast.Name) and part.id == title:
            part.id = "Title"
    return ast.unparse(tree)


@pytest.mark.parametrize(("name", "notes"), [*itertools.product(HOSTILE_TEXTS, ["", "plain"]), *itertools.product(["plain"], HOSTILE_TEXTS)])
def test_name_and_notes_stay_in_the_docstring(name: str, notes: str) -> None:
    named = dataclasses.replace(lenet5(), name=name, notes=notes)
    assert skeleton(script(named)) == skeleton(script(lenet5()))
    script(named).text.encode()


@MODEST
@given(TEXTS, TEXTS)
def test_any_name_and_notes_stay_in_the_docstring(name: str, notes: str) -> None:
    assert skeleton(script(dataclasses.replace(lenet5(), name=name, notes=notes))) == skeleton(script(lenet5()))


def test_the_docstring_reads_as_the_notes_do() -> None:
    named = dataclasses.replace(lenet5(), name='The "best"', notes='C:\\new """quoted"""\nsecond line')
    documented = ast.get_docstring(ast.parse(script(named).text))
    assert documented is not None
    assert documented.startswith('The "best"\n\nC:\\new """quoted"""\n\nInput 1×28×28; 61,706 parameters; 416,520 multiply')


def named_chain(ids: list[str]) -> Architecture:
    """Return a network of dense blocks of these ids, each also wired to the end, so that every name is used."""
    blocks = [Block("INPUT", spec("input", shape=(1, 2, 2))), *(Block(name, spec("dense", units=3)) for name in ids), Block("ADD", spec("add"))]
    wires = [Wire(a.id, b.id) for a, b in itertools.pairwise(blocks)] + [Wire(name, "ADD") for name in ids[:-1]]
    return Architecture("hostile", "", tuple(blocks), tuple(wires))


def assert_names_are_sound(ids: list[str]) -> None:
    names = Names(ids)
    given = [names.of(name) for name in ids]
    assert len(set(given)) == len(given)
    for name in given:
        assert name.isidentifier() and name.isascii() and not name.startswith("_") and not keyword.iskeyword(name)
        assert name not in MODULE_ATTRIBUTES | SCRIPT_NAMES
    assert Names(ids).of(ids[0]) == given[0]


def test_hostile_ids_become_sound_names() -> None:
    assert_names_are_sound(HOSTILE_IDS)
    made = script(named_chain(HOSTILE_IDS))
    compile(made.text, "script", "exec")
    assert '"conv_1_2": "conv-1",' in made.text and '"block_0a": "0a",' in made.text


@MODEST
@given(st.lists(st.one_of(IDS, st.sampled_from(HOSTILE_IDS)), unique=True, min_size=1, max_size=12))
def test_any_ids_become_sound_names(ids: list[str]) -> None:
    assert_names_are_sound(ids)


@MODEST
@given(st.one_of(TEXTS, st.sampled_from(HOSTILE_TEXTS)))
def test_any_title_names_a_class_and_a_file(title: str) -> None:
    name = class_name(title)
    assert name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and name not in SCRIPT_NAMES
    assert file_name(title).removesuffix(".py").isidentifier()


def test_a_file_never_takes_the_place_of_a_module() -> None:
    names = [file_name(title) for title in ("Torch", "json", "TYPES", "numpy", "argparse")]
    assert names == ["torch_network.py", "json_network.py", "types_network.py", "numpy_network.py", "argparse_network.py"]
