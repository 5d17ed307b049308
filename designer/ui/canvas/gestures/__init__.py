"""Gestures: each is an object with start, move, finish and cancel; nothing changes until it finishes."""
