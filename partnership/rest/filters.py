"""Filters of a list: what is not on the list of allowed parameters is refused by name, never ignored."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from partnership.dated import FIRST_YEAR, LAST_YEAR
from partnership.rest.problems import BadParameters


def refuse_unknown(request: Any, allowed: set[str]) -> None:
    """Raise BadParameters for a query parameter that is not known here, or stands twice."""
    unknown = f"There is no such parameter here. There are: {', '.join(sorted(allowed))}."
    errors = {name: [unknown] for name in request.query_params if name not in allowed}
    for name, values in request.query_params.lists():
        if name not in errors and len(values) > 1:
            errors[name] = ["This parameter stands twice. Give it once."]
    if errors:
        raise BadParameters(errors)


class CodeFilter(django_filters.CharFilter):
    """Rows of one thing, named by its code in the address. A code of nothing that the user may see is refused."""

    def __init__(self, field_name: str, *, of: type[Model], key: str, **extra: Any) -> None:
        self.of, self.key = of, key
        super().__init__(field_name, **extra)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        visible = self.of._default_manager.visible_to(self.parent.request.user)
        if not visible.filter(**{self.key: value}).exists():
            raise ValidationError("There is none with this code that you may see.")
        return super().filter(qs, value)


class YearFilter(django_filters.NumberFilter):
    """A financial year by the year it begins in: 2025 is 2025-26."""

    def __init__(self, field_name: str, **extra: Any) -> None:
        super().__init__(field_name, min_value=1990, max_value=2100, decimal_places=0, **extra)


@extend_schema_field(OpenApiTypes.BOOL)
class FlagFilter(django_filters.TypedChoiceFilter):
    """true or false, and nothing that is neither: django-filter's own takes any other word for no answer."""

    def __init__(self, *given: Any, **extra: Any) -> None:
        choices = (("true", "True"), ("false", "False"))
        super().__init__(*given, choices=choices, coerce=lambda text: text == "true", **extra)


class MomentField(django_filters.fields.IsoDateTimeField):
    """Within the years that the portal knows: beyond them a time zone can lead out of the calendar."""

    default_error_messages = {"invalid": "Enter a moment such as 2025-04-01T00:00:00Z."}

    def to_python(self, value: Any) -> Any:
        try:
            moment = super().to_python(value)
        except OverflowError:
            moment = None
        if value and (moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR):
            raise ValidationError(f"Enter a moment from {FIRST_YEAR} to {LAST_YEAR}, such as 2025-04-01T00:00:00Z.")
        return moment


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(django_filters.IsoDateTimeFilter):
    field_class = MomentField


@extend_schema_field(OpenApiTypes.DATETIME)
class ModifiedSince(MomentFilter):
    """Rows that changed at or after a moment; `of` makes the condition."""

    def __init__(self, of: Callable[[datetime], Q], **extra: Any) -> None:
        self.of = of
        super().__init__(
            **{
                "help_text": "Only rows that changed at or after this moment, for example 2025-04-01T00:00:00Z. Send "
                "the moment your last pull began, less a quarter of an hour, which is the longest that a change may "
                "take to be stored: a row may come twice, but none is missed."
            }
            | extra
        )

    def filter(self, qs: QuerySet, value: datetime | None) -> QuerySet:
        return qs if value is None else qs.filter(self.of(value))


def changed(model: type[Model], since: datetime, path: str = "id") -> QuerySet:
    """The ids (or what `path` names) in the history of an editable model from a moment on."""
    return model.history.filter(history_date__gte=since).values(path)


class FilterSet(django_filters.FilterSet):
    """A list's filters. All that is wrong is said at once."""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        errors = {}
        for name, value in self.form.cleaned_data.items():
            try:
                queryset = self.filters[name].filter(queryset, value)
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise BadParameters(errors)
        return queryset


class Filters(DjangoFilterBackend):
    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        if request.query_params.keys().isdisjoint(view.filterset_class.base_filters):
            return queryset  # making a form of every filter would cost more than most pages
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise BadParameters({name: list(texts) for name, texts in filterset.errors.items()})
        return filterset.qs
