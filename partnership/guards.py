"""Rules kept by the database itself: triggers that refuse what no path may do, the same on SQLite and PostgreSQL.

A guard is one condition over OLD and NEW in SQL that both understand. Where it holds, the statement is refused.
Remaking a table on SQLite (as some migrations do) drops its triggers: such a migration ends with `install(...)` again,
and a system check names any guard that is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Warning
from django.db import connection, migrations


@dataclass(frozen=True)
class Guard:
    """Refuse an `event` (INSERT, UPDATE or DELETE) on a row of `table` when `condition` holds."""

    table: str
    event: str
    name: str
    message: str
    condition: str = "1 = 1"

    @property
    def trigger(self) -> str:
        return f"guard_{self.table}_{self.name}"[:60]


def append_only(table: str) -> tuple[Guard, Guard]:
    """Rows of the table are never changed and never deleted."""
    message = f"Rows of {table} are never changed or deleted."
    return Guard(table, "UPDATE", "no_update", message), Guard(table, "DELETE", "no_delete", message)


@dataclass(frozen=True)
class OfApp(Sequence[Guard]):
    """What the database refuses about an app: its own guards, and those that follow from its models.

    What a model says is written once (`AppendOnly`), and every history, is never changed or deleted in SQL either. A
    table in `but` has guards of its own instead. Worked out when it is asked for: the models must be loaded by then.
    """

    app: str
    own: tuple[Guard, ...] = ()
    but: frozenset[str] = frozenset()

    @property
    def all(self) -> list[Guard]:
        """Its own words for a guard come before those that follow."""
        following = (guard for table in written_once(self.app) - self.but for guard in append_only(table))
        found = {guard.trigger: guard for guard in self.own}
        for guard in sorted(following, key=attrgetter("table", "event")):
            found.setdefault(guard.trigger, guard)
        return list(found.values())

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, place: Any) -> Any:
        return self.all[place]

    def __iter__(self) -> Iterator[Guard]:
        return iter(self.all)


def written_once(app: str) -> set[str]:
    """The tables of an app whose rows are written once."""
    from simple_history.models import HistoricalChanges  # noqa: PLC0415 - no app is ready when guards are imported

    from partnership.append_only import AppendOnly  # noqa: PLC0415

    kinds = (AppendOnly, HistoricalChanges)
    return {model._meta.db_table for model in apps.get_app_config(app).get_models() if issubclass(model, kinds)}


def create(guards: Iterable[Guard]) -> None:
    make = _create_postgresql if connection.vendor == "postgresql" else _create_sqlite
    drop(guards)
    with connection.cursor() as cursor:
        for guard in guards:
            for sql in make(guard):
                cursor.execute(sql)


def drop(guards: Iterable[Guard]) -> None:
    on = " ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for guard in guards:
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.trigger}{on.format(table=guard.table)}")


def missing(guards: Iterable[Guard]) -> list[Guard]:
    """The guards that the database does not have. One query."""
    names = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else ("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    )
    with connection.cursor() as cursor:
        cursor.execute(names)
        found = {row[0] for row in cursor.fetchall()}
    return [guard for guard in guards if guard.trigger not in found]


def install(guards: Iterable[Guard]) -> migrations.RunPython:
    """The migration operation that creates the guards, and drops them when reversed."""
    return migrations.RunPython(lambda apps, schema_editor: create(guards), lambda apps, schema_editor: drop(guards))


def checked(guards: Iterable[Guard]) -> Callable[..., list[CheckMessage]]:
    """A system check (`manage.py check --database default`) that names the guards a migrated database lacks.

    A warning, not an error: an error would keep `migrate` from running, which is what mends it.
    """

    def check(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
        if not databases:
            return []
        tables = set(connection.introspection.table_names())
        return [
            Warning(
                f"{guard.table} is not guarded: {guard.message}", hint="Run the migrations again.", id="portal.W001"
            )
            for guard in missing(guard for guard in guards if guard.table in tables)
        ]

    return check


def _create_sqlite(guard: Guard) -> list[str]:
    return [
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table} FOR EACH ROW WHEN {guard.condition} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    ]


def _create_postgresql(guard: Guard) -> list[str]:
    # A WHEN clause may hold no query on PostgreSQL, so the condition stands in the function.
    returned = "OLD" if guard.event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {returned}; END $$",
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.trigger}()",
    ]


GUARDS = OfApp("partnership")
