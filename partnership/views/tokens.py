"""A person's API tokens: seen once, then known by name only."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from partnership import actions, clock, history
from partnership.models import ApiToken
from partnership.page_forms import TokenForm
from partnership.views.pages import Page, Step, blame, confirm_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_variables("secret")
def token_list(request: HttpRequest) -> HttpResponse:
    """The person's tokens and a form for another. The answer to the form is the only place where the secret is."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = actions.create_token(by=request.user, **form.facts)
        except ValidationError as error:
            blame(form, error)
        else:
            return render(request, "partnership/token_created.html", {"token": token, "secret": secret})
    return render(request, "partnership/token_list.html", {"form": form, **_shown(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def token_revoke(request: HttpRequest, key: str) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.user).select_related("user"), pk=key)
    own = token.user_id == request.user.pk
    listed = reverse("token-list")
    page = Page(
        f"Revoke the token “{token.name}”" + ("" if own else f" of {token.user.name}"),
        back=listed,
        trail=[Step("API tokens", listed)],
        action="Revoke token",
        done="The token was revoked.",
        text="Any program that uses it is refused from now on. A revoked token can not be brought back.",
        danger=True,
    )
    return confirm_page(request, lambda: actions.revoke_token(by=request.user, token=token), page)


def _shown(request: HttpRequest) -> dict:
    return {
        "tokens": ApiToken.objects.filter(user=request.user),
        "now": clock.now(),
        "events": history.events_of(ApiToken, called=lambda row: f"API token “{row.name}”", user=request.user),
    }
