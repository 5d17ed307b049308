"""The command `predict`: class probabilities of picture files."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from designer.network.errors import DesignerError

__all__ = ["declare_predict", "predict"]

_DONE, _FAILED = 0, 1
_SHOWN = 5


def declare_predict(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `predict`."""
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a picture file (PNG, JPEG, BMP, GIF, WebP, TIFF, PPM)")
    parser.add_argument("--weights", required=True, type=Path, metavar="W", help="weights that this program saved")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def predict(arguments: argparse.Namespace) -> int:
    """Print what the network takes each picture for; one that cannot be read does not hide the others."""
    from designer.cli_report import plain
    from designer.engine.prediction import Prediction, Predictor

    predictor = Predictor(arguments.weights)
    found: list[tuple[Path, Prediction | None, str]] = []
    for image in arguments.images:
        try:
            found.append((image, predictor.predict(image), ""))
        except DesignerError as error:
            found.append((image, None, str(error)))
    if arguments.json:
        print(json.dumps(_document(arguments.weights, predictor.classes, found), indent=1, allow_nan=False))
    else:
        print("\n".join(_lines(image, prediction, predictor.classes) for image, prediction, _ in found if prediction is not None))
    problems = [problem for _, _, problem in found if problem]
    for problem in problems:
        print(f"error: {plain(problem)}", file=sys.stderr)
    return _FAILED if problems else _DONE


def _document(weights: Path, classes: tuple[str, ...], found: list[tuple[Path, Any, str]]) -> dict[str, Any]:
    """Return the JSON document; probabilities are in the order of the classes."""
    predictions: list[dict[str, Any]] = []
    for image, prediction, problem in found:
        if prediction is None:
            predictions.append({"image": str(image), "problem": problem})
            continue
        best = prediction.best
        entry = {"image": str(image), "class": classes[best], "probability": prediction.probabilities[best]}
        predictions.append({**entry, "probabilities": list(prediction.probabilities)})
    return {"weights": str(weights), "classes": list(classes), "predictions": predictions}


def _lines(image: Path, prediction: Any, classes: tuple[str, ...]) -> str:
    """Return the picture's name, below it the most probable classes."""
    from designer.cli_report import plain

    order = sorted(range(len(classes)), key=lambda label: -prediction.probabilities[label])[:_SHOWN]
    width = max(len(plain(classes[label])) for label in order)
    return "\n".join([plain(str(image)), *(f"  {plain(classes[label]):<{width}}  {prediction.probabilities[label]:6.1%}" for label in order)])
