"""What one document may hold at most: a file above it is refused, and no edit makes one."""

LARGEST_BYTES = 8 * 1024 * 1024
MOST_BLOCKS = 10_000
FARTHEST_PX = 10**6
"""How far a card may lie from the origin, in pixels at 100 %."""

LONGEST_NAME = 1_000
LONGEST_NOTES = 100_000
"""Characters that a person may type; a file may hold more."""
