"""The window: canvas, panels, the worker's client. Qt, pyqtgraph and numpy; never torch."""
