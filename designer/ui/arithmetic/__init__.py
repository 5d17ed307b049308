"""The arithmetic of a pixel: how one value of the selected block comes about, with all its numbers."""
