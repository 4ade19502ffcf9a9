"""What this app tells those above it, who may import it while it may not import them.

`news_wanted`: sent inside the transaction of a change that people must hear of. Keywords: `about` ('asked', 'informed',
'done' or 'reopened'), `people` (ids), `items` (ids), `by`, `now`, `key` (happens once).
"""

from django.dispatch import Signal

news_wanted = Signal()
