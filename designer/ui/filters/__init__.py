"""The Filters tab: every filter beside the map that it makes, changed by hand."""
