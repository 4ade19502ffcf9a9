"""What this app tells those above it, who may import it while it may not import them.

`review_wanted`: sent inside the transaction of a reminder. Keywords: `entry` (id), `people` (ids), `owners` (whether
they own it, or stand in for an owner who left), `now`, `key` (happens once).
"""

from django.dispatch import Signal

review_wanted = Signal()
