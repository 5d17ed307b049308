"""The Why tab: what in the probe speaks for a class, and the pictures that excite a map."""
