"""What the panels beside and below the canvas show: asked by the script; nothing here changes anything."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton

from designer.ui.main_window import MainWindow
from designer.ui.probe.answer_bars import AnswerBars
from designer.ui.probe.pad import DrawingPad


class PanelSights:
    """Answer what the panels say.

    Args:
        window: The window asked about.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def maps(self) -> dict[str, Any]:
        """Return whose maps are large, and of which moment they are."""
        panel = self._window.maps_panel
        return {"block": panel.shown_block(), "caption": panel.header.caption()}

    def maps_in_sight(self) -> int:
        """Return how many maps are large."""
        grid = self._window.maps_panel.grid
        return len(grid.channels_in_sight()) if grid.isVisible() else 0

    def picture(self) -> str:
        """Return what is said of the picture whose maps are shown."""
        return self._window.maps_panel.header.probe_text()

    def pointed(self) -> str:
        """Return what is said of the value under the pointer."""
        return f"{self._window.maps_panel.footer.text()} {self._window.maps_panel.footer.detail()}"

    def arithmetic(self) -> dict[str, Any]:
        """Return the numbers that explain a pixel, and whether they are large on the screen."""
        panel = self._window.maps_panel.arithmetic
        explanation = panel.explanation()
        assert explanation is not None
        stage = explanation.windowed
        assert stage is not None
        return {
            "title": panel.title.text(), "formula": panel.formula.text(), "tables": panel.window_view.isVisible(), "value": explanation.value,
            "products": [float(product) for product in stage.products.ravel()], "bias": stage.bias,
        }  # fmt: skip

    def filters(self) -> int:
        """Return how many filters are in sight beside their maps."""
        panel = self._window.filters_panel
        view = panel.view()
        return 0 if view is None or not panel.filters.isVisible() else min(view.form.number, len(panel.filters.in_sight()))

    def filter_is(self, number: int, weights: list[float]) -> bool:
        """Tell whether a filter that is shown has these weights."""
        return self.filter(number) == weights

    def filter(self, number: int) -> list[float]:
        """Return the weights of a filter that is shown."""
        view = self._window.filters_panel.view()
        assert view is not None
        return [float(weight) for weight in view.filter(number).ravel()]

    def problem(self) -> dict[str, Any]:
        """Return the first problem of the selected block, with the words of its buttons."""
        box = self._window.inspector.problem_boxes[0]
        return {"text": box.problem.message, "fixes": [button.text() for button in box.buttons if type(button) is not QPushButton]}

    def why(self) -> str:
        """Return the lines of *Why these numbers*."""
        return "\n".join(line.text for line in self._window.inspector.why.lines())

    def runs(self) -> int:
        """Return how many runs are listed."""
        return self._window.runs_panel.model.rowCount()

    def strokes(self) -> int:
        """Return how many strokes are on the drawing pad."""
        pad = self._window.maps_panel.findChild(DrawingPad)
        assert isinstance(pad, DrawingPad)
        return len(pad.drawing.strokes)

    def answer(self) -> str:
        """Return what the network says of the drawing."""
        bars = next(widget for widget in QApplication.allWidgets() if isinstance(widget, AnswerBars) and widget.isVisible())
        return bars.sentence()

    def probabilities(self) -> list[float]:
        """Return the network's answer as numbers."""
        end = self._window.document.analysis.end_id
        card = self._window.live_maps.card(end) if end else None
        assert card is not None
        return [float(value) for value in card.values]

    def confusion(self) -> list[list[int]]:
        """Return the counts of the confusion matrix in sight."""
        matrix = self._window.results_panel.matrix
        assert matrix.isVisible() and matrix.confusion is not None
        size = range(matrix.confusion.size)
        return [[matrix.confusion.count(true, predicted) for predicted in size] for true in size]

    def listed(self) -> list[int | None]:
        """Return the cell whose pictures are listed, true class first, and how many there are."""
        pictures = self._window.results_panel.pictures
        assert pictures.isVisible()
        shown = {(picture.true, picture.predicted) for picture in pictures.listed().pictures}
        assert shown <= {(pictures.asked().true, pictures.asked().predicted)}, "other pictures are still listed"
        return [pictures.asked().true, pictures.asked().predicted, len(pictures.listed().pictures)]
