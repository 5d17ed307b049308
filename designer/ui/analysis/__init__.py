"""The analysis of the network: a table with a row for each block, and its dense twin."""
