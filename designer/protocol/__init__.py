"""The messages between window and worker: typed, length-prefixed, decoded with validation; nothing is ever unpickled."""
