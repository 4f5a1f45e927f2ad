"""Reading a page of figures as a person does: its tiles, and the rows of its tables."""

import re
from html import unescape

from tests.pages import at, signed_in, words


def shown(world, name="overview", role="viewer", code="BDC", query="", **named) -> str:
    response = signed_in(world.person(role, code)).get(at(name, world, **named) + query)
    assert response.status_code == 200
    return words(response)


def cells(html: str, row: str) -> list[str]:
    """The texts of the table row that begins with these words."""
    for found in re.findall(r"<tr>(.*?)</tr>", html):
        found = re.sub(r' <strong class="govuk-tag[^>]*>[^<]*</strong></th>', "</th>", found)  # what marks the row
        texts = [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", found)]
        if texts and texts[0] == row:
            return texts
    raise AssertionError(f"No row {row}")


def tiles(html: str, kind: str) -> list[str]:
    """The five amounts of a kind's headline."""
    part = re.search(rf'id="headline-{kind}".*?</section>', html)[0]
    return re.findall(r'portal-tile__value"[^>]*>([^<]+)<', part)


def csv_of(world, table, query="", role="viewer") -> list[list[str]]:
    response = signed_in(world.person(role)).get(at("figures-table", world) + f"?table={table}&format=csv{query}")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    return [line.split(",") for line in lines]
