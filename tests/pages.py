"""What tests of pages say again and again: who asks, where, and what the answer says."""

from datetime import date

from django.test import Client
from django.urls import reverse


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name, world, /, **named):
    """The address of a page of the world's partnership."""
    return reverse(name, kwargs={"partnership": world.partnership.slug, **named})


def typed(name, day: date | None):
    """A date as its three boxes send it."""
    parts = (day.day, day.month, day.year) if day else ("", "", "")
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), map(str, parts), strict=True))


def confirm(client, address):
    """Look at what is about to be submitted, and say yes to what was shown."""
    shown = client.get(address).context["version"]
    return client.post(address, {"version": shown}, follow=True)


def words(response):
    """The page's text as it stands in the HTML, with spaces made one."""
    return " ".join(response.content.decode().split())


def problems(response):
    """The sentences of the form, by field (`__all__`: of none)."""
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}
