"""Shapes of what people type about people, areas and functions; doors decide whether it may be."""
