"""Training as the window sees it: states, the session with the worker, curves, settings."""
