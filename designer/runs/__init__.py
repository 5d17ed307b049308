"""Run folders, recovery and the user's folder: listing, describing, writing. No Qt, no torch."""
