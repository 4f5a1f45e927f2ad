"""Who can be chosen as an owner."""

from typing import Any

from django import forms

from partnership.models import Partnership, User


class OwnerField(forms.ModelChoiceField):
    """People of a partnership, by name and post."""

    def __init__(self, **options: Any) -> None:
        given = {"label": "Owner", "required": False, "empty_label": "Nobody who signs in here"}
        super().__init__(User.objects.none(), **given | options)

    def offer(self, partnership: Partnership) -> None:
        self.queryset = User.objects.of_partnership(partnership)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.post_title})" if obj.post_title else obj.name
