"""The permission vocabulary, registered with `rules`: every permission is 'some grant of yours reaches this'.

An app whose permission asks for more (four eyes, a state) composes it in its own `rules.py`. That may have been
imported before this: what it says stays.
"""

import rules

from partnership.permissions import PERMISSIONS, granted

for permission in PERMISSIONS:
    if not rules.perm_exists(permission):
        rules.add_perm(permission, granted(permission))
