"""Doors: every write about people, areas and functions. One module per noun."""
