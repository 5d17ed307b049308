"""The Kernel lab: a matrix, a kernel and their result, played step by step."""
