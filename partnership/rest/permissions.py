"""What a token may do at all; what its user may do is asked of the row itself, in the action."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission

from partnership.models import ApiToken


class TokenMayWrite(BasePermission):
    """A token that only reads writes nothing, whatever roles its user holds."""

    message = "This token may only read. Make one that may write."

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.method in SAFE_METHODS or not isinstance(request.auth, ApiToken):
            return True
        return request.auth.may_write
