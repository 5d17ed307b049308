"""Opening, saving and recovering documents, and what the window remembers."""
