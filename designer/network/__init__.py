"""The document: blocks, wires, edits, analysis, file format. Neither Qt nor torch is known here."""
