"""The inspector: fields generated from the selected blocks, and why their numbers are what they are."""
