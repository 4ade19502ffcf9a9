"""The doors: what a reader wishes, a request to colleagues, and sending again."""
