"""Meridian, the demo organisation: what it consists of (`*.yaml`) and how it comes into an empty portal (`loader`)."""
