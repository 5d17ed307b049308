"""One name for one thing: the words that the program does not use, and no public class twice."""

import ast
import re
from collections import Counter

from tests.architecture.source import parsed, python_files, relative

NOT_OUR_WORDS = {"node": "block", "nodes": "blocks", "neuron": "activation", "neurons": "activations"}
NOT_OUR_WORDS |= {"dims": "shape", "scheme": "architecture", "iteration": "step", "iterations": "steps"}


def defined_names(module: ast.Module) -> set[str]:
    names = set()
    for part in ast.walk(module):
        match part:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return names


def words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def test_names_use_the_words_of_the_program() -> None:
    wrong = {
        f"{relative(path)}: {name} ({NOT_OUR_WORDS[word]})"
        for path in python_files("designer")
        for name in defined_names(parsed(path))
        for word in words(name)
        if word in NOT_OUR_WORDS
    }
    assert wrong == set()


def test_no_two_public_classes_share_a_name() -> None:
    classes = Counter(part.name for path in python_files("designer") for part in parsed(path).body if isinstance(part, ast.ClassDef))
    assert [name for name, count in classes.items() if count > 1 and not name.startswith("_")] == []
