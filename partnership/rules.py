"""The permission vocabulary, registered with `rules`: every permission is 'some grant of yours reaches this'.

An app whose permission asks for more (four eyes, a state) composes it in its own `rules.py`.
"""

import rules

from partnership.permissions import PERMISSIONS, granted

for permission in PERMISSIONS:
    rules.set_perm(permission, granted(permission))
