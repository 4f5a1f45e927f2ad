"""A finished pack: it stays as it is, is released by those who may, and seen by those who may."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from governance import actions
from governance.models import Pack, PackRelease
from partnership.models import Notice
from partnership.permissions import ROLES
from tests import packs


@pytest.mark.parametrize("act", [actions.retry_pack, actions.cancel_pack])
def test_a_finished_pack_is_neither_tried_again_nor_cancelled(council, act):
    pack = packs.finished(council)
    with pytest.raises(ValidationError):
        act(by=council.person("manager"), pack=pack)


@pytest.mark.parametrize("role", ["steering", "chief"])
def test_the_steering_group_and_chief_executives_release(council, role):
    pack = packs.finished(council)
    actions.release_pack(by=council.person(role), pack=pack)
    assert PackRelease.objects.get().released_by == council.person(role)
    with pytest.raises(ValidationError, match="released already"):
        actions.release_pack(by=council.person(role), pack=pack)


def test_those_who_may_download_a_pack_are_told_of_its_release_once(council):
    pack = packs.finished(council)
    actions.release_pack(by=council.person("steering"), pack=pack)
    told = Notice.objects.get(to=council.person("viewer", "NEDDC"))
    assert (told.subject, told.path) == ("Board pack: Joint Board, 31 July 2026", pack.get_absolute_url())
    assert not Notice.objects.filter(to__in=[council.person("administrator"), council.person("api")]).exists()


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"steering", "chief"}))
def test_nobody_else_releases(council, role):
    pack = packs.finished(council)
    with pytest.raises(PermissionDenied):
        actions.release_pack(by=council.person(role), pack=pack)


def test_what_is_not_finished_is_not_released(council):
    with pytest.raises(ValidationError, match="Only a finished pack"):
        actions.release_pack(by=council.person("steering"), pack=packs.ask(council))


@pytest.mark.parametrize(
    "change",
    [
        lambda pack: Pack.objects.filter(pk=pack.pk).update(sha256="0" * 64),
        lambda pack: Pack.objects.filter(pk=pack.pk).update(document={}),
        lambda pack: pack.sections.create(order=99, key="cover", title="More"),
        lambda pack: Pack.objects.filter(pk=pack.pk).delete(),
        lambda pack: pack.sections.update(title="Other"),
        lambda pack: pack.sections.all().delete(),
    ],
)
def test_the_database_keeps_a_finished_pack_as_it_is(council, change):
    pack = packs.finished(council)
    with pytest.raises((DatabaseError, TypeError), match="never|stay"), transaction.atomic():
        change(pack)


@pytest.mark.parametrize(
    ("role", "sees"),
    [(role, role in ("manager", "steering", "chief")) for role in ROLES],
)
def test_before_its_release_only_those_who_work_on_it_see_it(council, role, sees):
    packs.finished(council)
    assert Pack.objects.visible_to(council.person(role)).exists() is sees


@pytest.mark.parametrize("role", ROLES)
def test_after_its_release_all_who_may_download_see_it(council, role):
    actions.release_pack(by=council.person("steering"), pack=packs.finished(council))
    sees = "governance.download_pack" in ROLES[role].permissions
    assert Pack.objects.visible_to(council.person(role)).exists() is sees
