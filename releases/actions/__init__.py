"""The doors of releases: every write that changes a state or spans models."""
