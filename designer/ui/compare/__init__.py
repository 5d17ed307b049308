"""Two pictures, two runs, two moments of one: their maps side by side at one scale."""
