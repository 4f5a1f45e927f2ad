"""Lessons, communications and consultations, and their papers."""

from django.core.files.base import ContentFile

from tests import engagement
from tests.isolation.answers import at
from workstreams.models import Attachment, LessonsPublication


def fill(world):
    """All of the workstream; a consultation that still awaits a reply; the public page is on."""
    world.lesson = engagement.lesson(world)
    world.communication = engagement.communication(world)
    world.consultation = engagement.consultation(world, groups=["unions"])
    world.consultee = world.consultation.consultees.get()
    world.attachment = Attachment(
        partnership=world.partnership,
        communication=world.communication,
        name="news.txt",
        content_type="text/plain",
        size=4,
        sha256="1" * 64,
        uploaded_by=world.person("lead"),
    )
    world.attachment.file.save("news.txt", ContentFile(b"news"), save=False)
    world.attachment.save()
    LessonsPublication.objects.create(
        partnership=world.partnership, published_at=engagement.moment(2026, 11, 1), published_by=world.person("manager")
    )


ROWS = {
    "lesson": lambda world: world.lesson,
    "communication": lambda world: world.communication,
    "consultation": lambda world: world.consultation,
    "consultee-add": lambda world: world.consultation,
    "consultee": lambda world: world.consultee,
    "attachment": lambda world: world.attachment,
    "api-lessons": lambda world: world.lesson,
    "api-communications": lambda world: world.communication,
    "api-consultations": lambda world: world.consultation,
}

at(
    *("lesson-log", "lesson-list", "lesson"),
    *("communication-log", "communication-list", "communication"),
    get=".......... ..... ---------- ?",
)

at(  # what people answer, and papers, are not for who only runs the installation
    *("consultation-log", "consultation-list", "consultation", "attachment"),
    get=".........x ..... ---------- ?",
)

at(
    *("lesson-add", "lesson-edit", "lesson-remove"),
    *("communication-add", "communication-edit", "communication-attach", "communication-remove"),
    "consultation-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    *("consultation-edit", "consultation-attach", "consultation-close"),
    *("consultee-add", "consultee-edit", "consultee-remove", "attachment-remove"),
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(  # what anybody is told is decided for the whole partnership
    "lesson-publication",
    get="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "lesson-publish",
    "lesson-withdraw",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "public-lessons",
    "public-lessons-file",
    get=".......... ..... .......... .",
)

at(
    "api-lessons-list",
    "api-communications-list",
    "api-consultations-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-lessons-detail",
    "api-communications-detail",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-consultations-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)
