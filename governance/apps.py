"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from governance.guards import GUARDS
from governance.packs import versions
from partnership import guards


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from governance import register as public  # noqa: PLC0415 - models are loaded only now
        from governance import telling, telling_decisions, waiting  # noqa: PLC0415
        from governance.actions.seats import refuse_rewriting_members  # noqa: PLC0415
        from governance.calendar import CALENDAR  # noqa: PLC0415
        from governance.notices import MINUTES, PACKS  # noqa: PLC0415
        from governance.packs.heads import told  # noqa: PLC0415
        from governance.register_papers import PARTS  # noqa: PLC0415
        from governance.search import KINDS as SEARCHED  # noqa: PLC0415
        from partnership import duties, memberships, notices, search  # noqa: PLC0415
        from savings import proof  # noqa: PLC0415
        from savings.figures import points  # noqa: PLC0415

        memberships.know(refuse_rewriting_members)
        points.know(CALENDAR)
        proof.know(told)
        public.register(*PARTS)
        duties.register(*waiting.KINDS)
        search.register(*SEARCHED)
        notices.register(PACKS, MINUTES, *telling.KINDS, *telling_decisions.KINDS)
        register(guards.checked(GUARDS), Tags.database)
        register(versions.check, Tags.compatibility)
