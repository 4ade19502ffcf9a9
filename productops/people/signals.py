"""What this app tells those above it, who may import it while it may not import them.

`mail_wanted`: sent inside the transaction of a change that a person must hear of by mail. Keywords: `kind`
('invitation' or 'sign_in_link'), `person`, `by` (None when the person asked for it), `now`, `key` (happens
once). No token travels in it, so none is ever stored: the receiver asks `tokens.invitation_path` or
`tokens.sign_in_path` at the moment of sending.

`person_erased`: a former colleague's name and address are forgotten, inside that transaction. Whoever keeps a
copy of either forgets it too. Keywords: `person` (already renamed), `name` and `email` (what they were), `now`.

`data_wanted`: a person takes her data along. A receiver returns a dict of JSON-ready values, for instance
`{"subscriptions": [...]}`. Keyword: `person`.

`area_role_changed`: who is what in an area changed, inside that transaction; roles that only begin later were noted
too. Keywords: `area`, `by`, `now`.
"""

from django.dispatch import Signal

mail_wanted = Signal()
person_erased = Signal()
data_wanted = Signal()
area_role_changed = Signal()
