import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import governance.models.minutes
import governance.models.packs
import partnership.clock
import partnership.dated
import partnership.models.files
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnership", "0002_initial"),
        ("savings", "0001_initial"),
        ("workstreams", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalBody",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="They stand before the number of a decision: JB of JB 2007/14. Empty: the initials of the name.",
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9]+\\Z", "Use capital letters and digits alone, such as JB."
                            )
                        ],
                        verbose_name="letters of its decisions",
                    ),
                ),
                ("purpose", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField(default=0, help_text="Its place from top (0) to bottom.")),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical body",
                "verbose_name_plural": "historical bodies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bodies", to="partnership.partnership"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="They stand before the number of a decision: JB of JB 2007/14. Empty: the initials of the name.",
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9]+\\Z", "Use capital letters and digits alone, such as JB."
                            )
                        ],
                        verbose_name="letters of its decisions",
                    ),
                ),
                ("purpose", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField(default=0, help_text="Its place from top (0) to bottom.")),
            ],
            options={
                "verbose_name_plural": "bodies",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "name"),
                        name="body_name_once",
                        violation_error_message="This partnership has a body of this name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackPart",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="SHA-256")),
                ("data", models.BinaryField()),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("used_at", models.DateTimeField(db_index=True, default=partnership.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalGovernancePublication",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical governance publication",
                "verbose_name_plural": "historical governance publications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="GovernancePublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="partnership.partnership",
                    ),
                ),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("partnership",),
                        name="governancepublication_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__gte", models.F("published_at")), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="governancepublication_withdrawn_all_or_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRouteRule",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("reason", models.CharField(max_length=300, verbose_name="decision behind it")),
                ("entered_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: all others.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical route rule",
                "verbose_name_plural": "historical route rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RouteRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_rules",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: all others.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_rules",
                        to="workstreams.workstream",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="decision behind it")),
                ("entered_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["workstream__name", "-from_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="governance_routerule_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="For example the constitution, or a decision.",
                        max_length=200,
                        verbose_name="who decided it",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remits", to="governance.body"
                    ),
                ),
                ("powers", models.CharField(help_text="What it may do.", max_length=60)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The body it reports to.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="governance.body",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="governance_remit_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(fields=("body", "from_on"), name="remit_once_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="For example the constitution, or a decision.",
                        max_length=200,
                        verbose_name="who decided it",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="governance.body"
                    ),
                ),
                (
                    "quorum_kind",
                    models.CharField(
                        choices=[
                            ("number", "A number of seats"),
                            ("share", "A share of the seats"),
                            ("each", "At least one of each organisation"),
                        ],
                        max_length=8,
                        verbose_name="quorum",
                    ),
                ),
                (
                    "quorum_number",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="seats needed",
                    ),
                ),
                (
                    "quorum_per_cent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="per cent of the seats needed",
                    ),
                ),
                (
                    "voters",
                    models.CharField(
                        choices=[
                            ("organisation", "One vote for each organisation"),
                            ("member", "One vote for each seat"),
                            ("weighted", "Each seat with its weight"),
                        ],
                        max_length=12,
                        verbose_name="who votes",
                    ),
                ),
                (
                    "needed",
                    models.CharField(
                        choices=[("majority", "A majority"), ("two_thirds", "Two thirds"), ("unanimity", "Unanimity")],
                        max_length=10,
                        verbose_name="what is needed",
                    ),
                ),
                (
                    "tie",
                    models.CharField(
                        choices=[("casting", "The person presiding has a casting vote"), ("falls", "The motion falls")],
                        max_length=8,
                        verbose_name="on a tie",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Clear working days before a meeting by which it is announced.",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="days of notice",
                    ),
                ),
                (
                    "publication_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Clear working days before a meeting by which the agenda is out.",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="days of publication",
                    ),
                ),
                (
                    "pack_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Clear working days before a meeting by which the pack is released.",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="days of the board pack",
                    ),
                ),
                (
                    "making_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Clear working days before a meeting on which its pack is made by itself. Empty: somebody asks.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="days of making the board pack",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="governance_bodyrule_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(fields=("body", "from_on"), name="body_rule_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quorum_kind", "number"), ("quorum_number__gte", 1), ("quorum_per_cent", None)),
                            models.Q(
                                ("quorum_kind", "share"), ("quorum_number", None), ("quorum_per_cent__range", (1, 100))
                            ),
                            models.Q(("quorum_kind", "each"), ("quorum_number", None), ("quorum_per_cent", None)),
                            _connector="OR",
                        ),
                        name="body_rule_says_its_quorum",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReport",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.PositiveIntegerField(editable=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "author_post",
                    models.CharField(
                        help_text="A post title, for example Programme Manager.",
                        max_length=120,
                        verbose_name="report of",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("on_route", "On its route"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: open. The reason itself is public.",
                        max_length=300,
                        verbose_name="reason for exemption",
                    ),
                ),
                (
                    "no_consultation_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: it needs consultation.",
                        max_length=300,
                        verbose_name="reason for not consulting",
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=partnership.clock.now, editable=False, verbose_name="begun"),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason for withdrawing"),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.routerule",
                    ),
                ),
                (
                    "stands_before",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.body",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report",
                "verbose_name_plural": "historical reports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author_post",
                    models.CharField(
                        help_text="A post title, for example Programme Manager.",
                        max_length=120,
                        verbose_name="report of",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("on_route", "On its route"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: open. The reason itself is public.",
                        max_length=300,
                        verbose_name="reason for exemption",
                    ),
                ),
                (
                    "no_consultation_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: it needs consultation.",
                        max_length=300,
                        verbose_name="reason for not consulting",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="governance.routerule",
                    ),
                ),
                (
                    "stands_before",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="governance.body",
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=partnership.clock.now, editable=False, verbose_name="begun"),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason for withdrawing"),
                ),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [models.Index(fields=["partnership", "state", "-number"], name="report_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "number"), name="report_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            ("state", "withdrawn"),
                            models.Q(("published_at", None), ("state__in", ["draft", "on_route"])),
                            _connector="OR",
                        ),
                        name="report_published_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), models.Q(("withdrawn_reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "withdrawn"), _negated=True), ("withdrawn_reason", "")),
                            _connector="OR",
                        ),
                        name="report_withdrawn_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSeat",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "office",
                    models.CharField(help_text="For example Leader, Finance Officer, HR or union side.", max_length=80),
                ),
                ("is_chair", models.BooleanField(default=False, verbose_name="chairs the body")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 as a rule. 0 for a seat that advises: it has no vote and does not count towards the quorum.",
                        validators=[django.core.validators.MaxValueValidator(1000)],
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.body",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical seat",
                "verbose_name_plural": "historical seats",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="governance.body"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "office",
                    models.CharField(help_text="For example Leader, Finance Officer, HR or union side.", max_length=80),
                ),
                ("is_chair", models.BooleanField(default=False, verbose_name="chairs the body")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 as a rule. 0 for a seat that advises: it has no vote and does not count towards the quorum.",
                        validators=[django.core.validators.MaxValueValidator(1000)],
                    ),
                ),
            ],
            options={
                "ordering": ["body", "organisation__code", "office"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="governance_seat_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="governance.body"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("place_name", models.CharField(max_length=150, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Agenda published"),
                            ("open", "In progress"),
                            ("minutes", "Minutes draft"),
                            ("agreed", "Minutes agreed"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                            ("postponed", "Postponed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "noticed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="notice given"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="agenda published"),
                ),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="opened")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ended")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it was postponed or cancelled.",
                        max_length=300,
                        verbose_name="reason",
                    ),
                ),
                (
                    "instead_of",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over_by",
                        to="governance.meeting",
                    ),
                ),
                (
                    "agreed_at",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes_agreed",
                        to="governance.meeting",
                        verbose_name="meeting that agreed the minutes",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at"],
                "indexes": [models.Index(fields=["partnership", "-starts_at"], name="meeting_newest")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCalendarFeed",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("made_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.body",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical calendar feed",
                "verbose_name_plural": "historical calendar feeds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.body",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["user", "-made_at"], name="calendar_feed_newest")],
            },
        ),
        migrations.CreateModel(
            name="RouteStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="governance.routerule"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.body"
                    ),
                ),
                ("is_consulted", models.BooleanField(default=False, verbose_name="is consulted")),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "order"), name="route_stop_order_once"),
                    models.UniqueConstraint(fields=("rule", "body"), name="route_stop_body_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReportPart",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("purpose", "Purpose"),
                            ("background", "Background"),
                            ("options", "Options considered and rejected"),
                            ("financial", "Financial"),
                            ("legal", "Legal"),
                            ("hr", "Human resources"),
                            ("equalities", "Equalities"),
                            ("environmental", "Environmental"),
                            ("risk", "Risk"),
                            ("crime", "Crime and disorder"),
                            ("data_protection", "Data protection"),
                        ],
                        editable=False,
                        max_length=15,
                    ),
                ),
                ("text", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(50000)])),
                ("is_none", models.BooleanField(default=False, verbose_name="answer “none”")),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: open. The reason itself is public.",
                        max_length=300,
                        verbose_name="reason for exemption",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.report",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report part",
                "verbose_name_plural": "historical report parts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ReportPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="governance.report"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("purpose", "Purpose"),
                            ("background", "Background"),
                            ("options", "Options considered and rejected"),
                            ("financial", "Financial"),
                            ("legal", "Legal"),
                            ("hr", "Human resources"),
                            ("equalities", "Equalities"),
                            ("environmental", "Environmental"),
                            ("risk", "Risk"),
                            ("crime", "Crime and disorder"),
                            ("data_protection", "Data protection"),
                        ],
                        editable=False,
                        max_length=15,
                    ),
                ),
                ("text", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(50000)])),
                ("is_none", models.BooleanField(default=False, verbose_name="answer “none”")),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: open. The reason itself is public.",
                        max_length=300,
                        verbose_name="reason for exemption",
                    ),
                ),
                (
                    "stamp",
                    models.PositiveIntegerField(default=0, editable=False, help_text="Goes up with every change."),
                ),
                ("written_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("report", "key"), name="report_part_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReportRecommendation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(editable=False)),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name="recommendation"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.report",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report recommendation",
                "verbose_name_plural": "historical report recommendations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ReportRecommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="governance.report",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(editable=False)),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name="recommendation"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBackgroundPaper",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                (
                    "where",
                    models.CharField(
                        help_text="An office, a file reference or a web address.",
                        max_length=300,
                        verbose_name="where it can be read",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.report",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical background paper",
                "verbose_name_plural": "historical background papers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="BackgroundPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="governance.report"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "where",
                    models.CharField(
                        help_text="An office, a file reference or a web address.",
                        max_length=300,
                        verbose_name="where it can be read",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAppendix",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("file", models.TextField(max_length=200)),
                ("name", models.CharField(help_text="The file's name as it was uploaded.", max_length=150)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("uploaded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: open. The reason itself is public.",
                        max_length=300,
                        verbose_name="reason for exemption",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken away")),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.report",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical appendix",
                "verbose_name_plural": "historical appendices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Appendix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.partnership"
                    ),
                ),
                ("file", models.FileField(max_length=200, upload_to=partnership.models.files.stored_name)),
                ("name", models.CharField(help_text="The file's name as it was uploaded.", max_length=150)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("uploaded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appendices", to="governance.report"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Empty: open. The reason itself is public.",
                        max_length=300,
                        verbose_name="reason for exemption",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken away")),
            ],
            options={
                "verbose_name_plural": "appendices",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSeatHolding",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "capacity",
                    models.CharField(
                        choices=[("holder", "Holder"), ("substitute", "Substitute")],
                        default="holder",
                        max_length=10,
                        verbose_name="as",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        help_text="Of somebody who does not sign in here, for example Leader, Bolsover.",
                        max_length=120,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical seat holding",
                "verbose_name_plural": "historical seat holdings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SeatHolding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="governance.seat"
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[("holder", "Holder"), ("substitute", "Substitute")],
                        default="holder",
                        max_length=10,
                        verbose_name="as",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat_holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        help_text="Of somebody who does not sign in here, for example Leader, Bolsover.",
                        max_length=120,
                    ),
                ),
            ],
            options={
                "ordering": ["seat", "from_on", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="governance_seatholding_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("post", "")),
                            models.Q(("person", None), models.Q(("post", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="seat_held_by_somebody",
                        violation_error_message="Choose a person, or enter the post of somebody who does not sign in here.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("place_name", models.CharField(max_length=150, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Agenda published"),
                            ("open", "In progress"),
                            ("minutes", "Minutes draft"),
                            ("agreed", "Minutes agreed"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                            ("postponed", "Postponed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "noticed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="notice given"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="agenda published"),
                ),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="opened")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ended")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it was postponed or cancelled.",
                        max_length=300,
                        verbose_name="reason",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.body",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "agreed_at",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.meeting",
                        verbose_name="meeting that agreed the minutes",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReportConsultation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.report",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.consultation",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report consultation",
                "verbose_name_plural": "historical report consultations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ReportConsultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="governance.report"
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="workstreams.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ["consultation__opened_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "consultation"),
                        name="report_points_to_a_consultation_once",
                        violation_error_message="The report points to this consultation already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreement", to="governance.meeting"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("chair", "By whoever presided"),
                            ("parent", "By the body that it reports to"),
                            ("correspondence", "By correspondence with the members"),
                        ],
                        max_length=14,
                        verbose_name="how they were agreed",
                    ),
                ),
                (
                    "at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_of_others",
                        to="governance.meeting",
                    ),
                ),
                ("on", models.DateField(verbose_name="when they were agreed")),
                (
                    "who",
                    models.CharField(
                        help_text="By post. Anybody may read it.", max_length=200, verbose_name="who agreed them"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="For example: the body was wound up.",
                        max_length=300,
                        verbose_name="why not at the next meeting",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at__isnull", False), ("way", "parent")),
                            models.Q(models.Q(("way", "parent"), _negated=True), ("at", None)),
                            _connector="OR",
                        ),
                        name="minutes_agreed_above_at_a_meeting",
                        violation_error_message="Choose the meeting of the body above it that agreed them.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, help_text="A worker has it until then.", null=True)),
                ("lease", models.UUIDField(blank=True, help_text="Which worker has it.", null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="partnership.partnership"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="governance.meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[partnership.dated.validate_year],
                        verbose_name="financial year",
                    ),
                ),
                (
                    "is_exempt",
                    models.BooleanField(
                        default=False,
                        help_text="Whether it holds what is exempt from publication.",
                        verbose_name="exempt edition",
                    ),
                ),
                (
                    "supplement",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The supplement to the agenda that it is of; 0 for the whole agenda."
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "request_key",
                    models.UUIDField(help_text="One for each form shown: a double click asks once.", unique=True),
                ),
                ("sequence", models.BigIntegerField(help_text="The point of the ledger that its figures are as at.")),
                ("as_at_on", models.DateField(verbose_name="as at")),
                ("requested_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "is_scheduled",
                    models.BooleanField(
                        default=False,
                        help_text="Nobody asked: the body has its packs made by themselves.",
                        verbose_name="by the rule of the body",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("rendering", "Being made"),
                            ("finished", "Ready"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "document",
                    models.JSONField(default=dict, help_text="Title and other words of the file itself, frozen."),
                ),
                (
                    "edition",
                    models.CharField(
                        blank=True, help_text="Of the templates and programs that printed it.", max_length=64
                    ),
                ),
                ("file", models.FileField(blank=True, max_length=200, upload_to=governance.models.packs._stored_name)),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(blank=True, help_text="In bytes.", null=True)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "finished"), _negated=True),
                        fields=["state", "leased_until"],
                        name="pack_to_do",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "is_exempt", "supplement", "version"), name="pack_version_once"
                    ),
                    models.UniqueConstraint(
                        fields=("partnership", "organisation", "year", "version"), name="statement_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_scheduled", True)),
                        fields=("meeting", "is_exempt"),
                        name="pack_scheduled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meeting__isnull", False), ("organisation", None), ("year", None)),
                            models.Q(
                                ("is_exempt", False),
                                ("meeting", None),
                                ("organisation__isnull", False),
                                ("supplement", 0),
                                ("year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pack_of_meeting_or_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="governance.report"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("kept", "Kept"), ("sent", "Sent along"), ("published", "Published")], max_length=9
                    ),
                ),
                ("called", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("content", models.JSONField(help_text="All its words, and what belongs to it.")),
                (
                    "figures",
                    models.JSONField(default=dict, help_text="What its references to figures and charts stood for."),
                ),
                ("digest", models.CharField(help_text="SHA-256 of content and figures.", max_length=64)),
                ("made_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("report", "number"), name="report_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="governance.reportpart",
                    ),
                ),
                ("post", models.CharField(help_text="Who cleared it, by post.", max_length=120)),
                ("digest", models.CharField(help_text="SHA-256 of the words that were cleared.", max_length=64)),
                ("cleared_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="governance.reportpart"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("base", models.PositiveIntegerField(help_text="The stamp of the part that the typing began from.")),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("part", "user"), name="report_draft_once")],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.seat"
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who sat there.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.seatholding",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="governance.attendance",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="governance.meeting"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("substitute", "Substitute present"),
                            ("apology", "Apologies"),
                            ("late", "Arrived late"),
                            ("left", "Left"),
                            ("returned", "Returned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Presiding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.seat"
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who sat there.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.seatholding",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="governance.presiding",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presiding", to="governance.meeting"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name_plural": "presiding",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MinutesEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes_editions",
                        to="governance.meeting",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "agreement",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition",
                        to="governance.minutesagreement",
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("made_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="minutes_edition_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_by__isnull", False), ("agreement__isnull", False), _connector="OR"),
                        fields=("meeting",),
                        name="minutes_agreed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="governance.pack"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "key",
                    models.CharField(help_text="Which kind of section, and of what: workstream:12.", max_length=40),
                ),
                ("title", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("frozen", "Gathered"),
                            ("printing", "Being printed"),
                            ("reused", "Reused"),
                            ("ready", "Printed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("pack", "order"), name="section_order_once")],
            },
        ),
        migrations.CreateModel(
            name="PackRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pack",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="release", to="governance.pack"
                    ),
                ),
                ("released_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "released_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("post_title", models.CharField(blank=True, max_length=120, verbose_name="post")),
                (
                    "sha256",
                    models.CharField(
                        help_text="Of the file that was released or signed.", max_length=64, verbose_name="SHA-256"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RouteStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="governance.report"
                    ),
                ),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="governance.routestop"
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("sent", "Sent along"),
                            ("supported", "Supported"),
                            ("amended", "Supported with amendments"),
                            ("sent_back", "Sent back"),
                            ("noted", "Noted"),
                            ("skipped", "Skipped"),
                            ("replied", "Replied to"),
                        ],
                        max_length=9,
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                (
                    "text",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name="remarks"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_steps",
                        to="governance.meeting",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.reportversion",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["report", "id"], name="step_of_report")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("word__in", ["skipped", "sent_back", "replied"]), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="route_step_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, help_text="A worker has it until then.", null=True)),
                ("lease", models.UUIDField(blank=True, help_text="Which worker has it.", null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="governance.minutesedition",
                    ),
                ),
                ("is_open", models.BooleanField(verbose_name="open version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("rendering", "Being made"),
                            ("finished", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "file",
                    models.FileField(blank=True, max_length=200, upload_to=governance.models.minutes._stored_name),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(blank=True, help_text="In bytes.", null=True)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["edition", "-is_open"],
                "constraints": [models.UniqueConstraint(fields=("edition", "is_open"), name="minutes_file_once")],
            },
        ),
        migrations.CreateModel(
            name="FrozenSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="frozen", to="governance.packsection"
                    ),
                ),
                ("content", models.JSONField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("apologies", "Apologies for absence"),
                            ("declarations", "Declarations of interest"),
                            ("minutes", "Minutes of the last meeting"),
                            ("report", "Report"),
                            ("other", "Other business"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(help_text="Everybody reads it, also of an exempt item.", max_length=200)),
                ("matter", models.TextField(blank=True, verbose_name="what it is about")),
                (
                    "lead",
                    models.CharField(
                        blank=True,
                        help_text="By post, for example Programme Manager.",
                        max_length=120,
                        verbose_name="led by",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes planned")),
                ("is_exempt", models.BooleanField(default=False, verbose_name="exempt from publication")),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Anybody may read it. For example paragraph 3: the business affairs of a person or authority.",
                        max_length=200,
                        verbose_name="why it is exempt",
                    ),
                ),
                ("supplement", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.report",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical agenda item",
                "verbose_name_plural": "historical agenda items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="governance.meeting"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("apologies", "Apologies for absence"),
                            ("declarations", "Declarations of interest"),
                            ("minutes", "Minutes of the last meeting"),
                            ("report", "Report"),
                            ("other", "Other business"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(help_text="Everybody reads it, also of an exempt item.", max_length=200)),
                ("matter", models.TextField(blank=True, verbose_name="what it is about")),
                (
                    "lead",
                    models.CharField(
                        blank=True,
                        help_text="By post, for example Programme Manager.",
                        max_length=120,
                        verbose_name="led by",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes planned")),
                ("is_exempt", models.BooleanField(default=False, verbose_name="exempt from publication")),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        help_text="Anybody may read it. For example paragraph 3: the business affairs of a person or authority.",
                        max_length=200,
                        verbose_name="why it is exempt",
                    ),
                ),
                ("supplement", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="governance.report",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("exempt_reason", ""), ("is_exempt", False)),
                            models.Q(("is_exempt", True), models.Q(("exempt_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="exempt_item_says_why",
                        violation_error_message="Say why the item is exempt, or leave the reason empty where it is not.",
                    ),
                    models.UniqueConstraint(fields=("meeting", "supplement"), name="supplement_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.seat"
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who sat there.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.seatholding",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="governance.interest",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="governance.agendaitem",
                    ),
                ),
                (
                    "nature",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="nature of the interest",
                    ),
                ),
                ("leaves", models.BooleanField(default=False, verbose_name="leaves the room")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="governance.meeting"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.agendaitem",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("number", models.PositiveIntegerField(editable=False)),
                ("reference", models.CharField(editable=False, max_length=30)),
                ("motion", models.TextField(validators=[django.core.validators.MaxLengthValidator(4000)])),
                (
                    "how",
                    models.CharField(
                        choices=[("recommended", "As recommended"), ("amended", "As amended")],
                        default="recommended",
                        max_length=12,
                        verbose_name="the motion",
                    ),
                ),
                (
                    "original",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="as it was recommended",
                    ),
                ),
                (
                    "is_exempt",
                    models.BooleanField(default=False, editable=False, verbose_name="exempt from publication"),
                ),
                (
                    "is_binding",
                    models.BooleanField(default=True, editable=False, verbose_name="by a body that decides"),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.bodyrule",
                    ),
                ),
                ("quorum", models.CharField(editable=False, max_length=300)),
                ("votes_for", models.PositiveIntegerField(editable=False)),
                ("votes_against", models.PositiveIntegerField(editable=False)),
                ("abstentions", models.PositiveIntegerField(editable=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("carried", "Carried"), ("lost", "Lost"), ("fell", "Fell on a tie")],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("result", models.CharField(editable=False, max_length=300)),
                ("taken_at", models.DateTimeField(verbose_name="taken")),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="governance.decision",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it corrects the other")),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-taken_at", "-pk"],
                "indexes": [models.Index(fields=["partnership", "-taken_at"], name="decision_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "year", "number"), name="decision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "recommended"), ("original", "")),
                            models.Q(("how", "amended"), models.Q(("original", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="amended_motion_keeps_the_original",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects", None), ("reason", "")),
                            models.Q(("corrects__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMinutesPart",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=250)),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="what is said",
                    ),
                ),
                (
                    "is_exempt",
                    models.BooleanField(default=False, editable=False, verbose_name="exempt from publication"),
                ),
                (
                    "exempt_reason",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="why it is exempt"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.agendaitem",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical minutes part",
                "verbose_name_plural": "historical minutes parts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MinutesPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes_parts",
                        to="governance.meeting",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.agendaitem",
                    ),
                ),
                ("heading", models.CharField(max_length=250)),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="what is said",
                    ),
                ),
                (
                    "is_exempt",
                    models.BooleanField(default=False, editable=False, verbose_name="exempt from publication"),
                ),
                (
                    "exempt_reason",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="why it is exempt"),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="governance.decision"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="governance.seat"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="governance.seatholding"
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                (
                    "choice",
                    models.CharField(
                        choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstained")], max_length=8
                    ),
                ),
                ("is_casting", models.BooleanField(default=False, verbose_name="casting vote")),
            ],
            options={
                "ordering": ["decision", "is_casting", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "seat", "is_casting"), name="seat_votes_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="came_from", to="workstreams.action"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="governance.meeting"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="governance.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDelegation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        help_text="Of somebody who does not sign in here, for example Chief Executive.",
                        max_length=120,
                    ),
                ),
                (
                    "matter",
                    models.TextField(help_text="And within what limits, in words.", verbose_name="what may be decided"),
                ),
                (
                    "limit_pence",
                    models.BigIntegerField(
                        blank=True,
                        help_text="Of all uses together. Leave it empty where no money is spent.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1, "Enter more than £0.00, or leave it empty.")
                        ],
                        verbose_name="limit",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical delegation",
                "verbose_name_plural": "historical delegations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="governance.decision",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        help_text="Of somebody who does not sign in here, for example Chief Executive.",
                        max_length=120,
                    ),
                ),
                (
                    "matter",
                    models.TextField(help_text="And within what limits, in words.", verbose_name="what may be decided"),
                ),
                (
                    "limit_pence",
                    models.BigIntegerField(
                        blank=True,
                        help_text="Of all uses together. Leave it empty where no money is spent.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1, "Enter more than £0.00, or leave it empty.")
                        ],
                        verbose_name="limit",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="governance_delegation_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("post", "")),
                            models.Q(("person", None), models.Q(("post", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="delegated_to_somebody",
                        violation_error_message="Choose a person, or enter the post of somebody who does not sign in here.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatificationNeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratification",
                        to="governance.decision",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("members", "Every member of the partnership"),
                            ("taking_part", "Every organisation that takes part in a workstream"),
                        ],
                        max_length=12,
                        verbose_name="ratified by",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "Idea"),
                            ("appraisal", "Options appraisal"),
                            ("case", "Business case"),
                            ("approval", "Approval"),
                            ("implementation", "Implementation"),
                            ("live", "Live"),
                            ("closed", "Closed"),
                            ("paused", "Paused"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=15,
                        verbose_name="for entering the stage",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="to be answered by")),
                ("said_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "said_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rule", "members"), ("workstream__isnull", False), _connector="OR"),
                            models.Q(("stage", ""), ("workstream__isnull", False), _connector="OR"),
                        ),
                        name="ratification_names_its_workstream",
                        violation_error_message="Choose the workstream.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionEffect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="effects", to="governance.decision"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                (
                    "move",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effect",
                        to="workstreams.stagemove",
                    ),
                ),
                (
                    "preference",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effect",
                        to="workstreams.optionsdecision",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effects",
                        to="workstreams.businesscase",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effects",
                        to="savings.statement",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effects",
                        to="savings.sharingagreement",
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effect",
                        to="workstreams.reservetransfer",
                    ),
                ),
                (
                    "funding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effects",
                        to="workstreams.funding",
                    ),
                ),
                (
                    "head",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_effect",
                        to="workstreams.budgethead",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="what it did")),
                ("done_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreement__isnull", True),
                                ("case__isnull", True),
                                ("funding__isnull", True),
                                ("head__isnull", True),
                                ("move__isnull", False),
                                ("preference__isnull", True),
                                ("statement__isnull", True),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("case__isnull", True),
                                ("funding__isnull", True),
                                ("head__isnull", True),
                                ("move__isnull", True),
                                ("preference__isnull", False),
                                ("statement__isnull", True),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("case__isnull", False),
                                ("funding__isnull", True),
                                ("head__isnull", True),
                                ("move__isnull", True),
                                ("preference__isnull", True),
                                ("statement__isnull", True),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("case__isnull", True),
                                ("funding__isnull", True),
                                ("head__isnull", True),
                                ("move__isnull", True),
                                ("preference__isnull", True),
                                ("statement__isnull", False),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", False),
                                ("case__isnull", True),
                                ("funding__isnull", True),
                                ("head__isnull", True),
                                ("move__isnull", True),
                                ("preference__isnull", True),
                                ("statement__isnull", True),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("case__isnull", True),
                                ("funding__isnull", False),
                                ("head__isnull", True),
                                ("move__isnull", True),
                                ("preference__isnull", True),
                                ("statement__isnull", True),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("case__isnull", True),
                                ("funding__isnull", True),
                                ("head__isnull", False),
                                ("move__isnull", True),
                                ("preference__isnull", True),
                                ("statement__isnull", True),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("case__isnull", True),
                                ("funding__isnull", True),
                                ("head__isnull", True),
                                ("move__isnull", True),
                                ("preference__isnull", True),
                                ("statement__isnull", True),
                                ("transfer__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="effect_has_one_link",
                    ),
                    models.UniqueConstraint(fields=("decision", "move"), name="effect_on_move_once"),
                    models.UniqueConstraint(fields=("decision", "preference"), name="effect_on_preference_once"),
                    models.UniqueConstraint(fields=("decision", "case"), name="effect_on_case_once"),
                    models.UniqueConstraint(fields=("decision", "statement"), name="effect_on_statement_once"),
                    models.UniqueConstraint(fields=("decision", "agreement"), name="effect_on_agreement_once"),
                    models.UniqueConstraint(fields=("decision", "funding"), name="effect_on_funding_once"),
                    models.UniqueConstraint(fields=("decision", "head"), name="effect_on_head_once"),
                    models.UniqueConstraint(fields=("decision", "transfer"), name="effect_on_transfer_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="governance.minutespart",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="governance.minutesedition",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name="what it should say"
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DelegationUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="governance.delegation"
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("what", models.TextField(verbose_name="what was decided")),
                (
                    "amount_pence",
                    models.BigIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "Enter £0.00 or more.")],
                        verbose_name="amount",
                    ),
                ),
                (
                    "reported_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_uses",
                        to="governance.meeting",
                        verbose_name="reported to",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RatificationAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="governance.ratificationneed",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("need", "organisation"), name="organisation_is_asked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RatificationReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="governance.ratificationneed",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[("refused", "Refused"), ("overdue", "Not answered in time")], max_length=10
                    ),
                ),
                ("because", models.TextField()),
                ("returned_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("need", "cause"), name="decision_comes_back_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPlannedEffect",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("target_key", models.PositiveBigIntegerField()),
                (
                    "more",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("words", models.CharField(max_length=300, verbose_name="what it is to do")),
                ("asked_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("failed_at", models.DateTimeField(editable=False, null=True, verbose_name="failed")),
                ("why", models.TextField(blank=True, editable=False, verbose_name="why it failed")),
                ("dropped_at", models.DateTimeField(editable=False, null=True, verbose_name="dropped")),
                ("dropped_why", models.CharField(blank=True, max_length=300, verbose_name="why it is not to be done")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "effect",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.decisioneffect",
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical planned effect",
                "verbose_name_plural": "historical planned effects",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlannedEffect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="planned", to="governance.decision"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("target_key", models.PositiveBigIntegerField()),
                (
                    "more",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("words", models.CharField(max_length=300, verbose_name="what it is to do")),
                ("asked_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("failed_at", models.DateTimeField(editable=False, null=True, verbose_name="failed")),
                ("why", models.TextField(blank=True, editable=False, verbose_name="why it failed")),
                (
                    "effect",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="governance.decisioneffect",
                    ),
                ),
                ("dropped_at", models.DateTimeField(editable=False, null=True, verbose_name="dropped")),
                (
                    "dropped_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("dropped_why", models.CharField(blank=True, max_length=300, verbose_name="why it is not to be done")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at", None), ("dropped_by", None), ("dropped_why", "")),
                            models.Q(
                                ("dropped_at__isnull", False),
                                ("dropped_by__isnull", False),
                                ("effect", None),
                                models.Q(("dropped_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="planned_effect_dropped_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed_at", None), ("why", "")),
                            models.Q(("failed_at__isnull", False), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="planned_effect_failed_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "correction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="governance.minutescorrection",
                    ),
                ),
                ("is_taken", models.BooleanField(verbose_name="taken")),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_taken", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="correction_left_says_why",
                        violation_error_message="Say why it is not taken.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RatificationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="governance.ratificationasked",
                    ),
                ),
                (
                    "ratification",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="workstreams.ratification",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="HistoricalAgendaItem",
            name="brings_back",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.ratificationreturn",
                verbose_name="why a decision is brought back",
            ),
        ),
        migrations.AddField(
            model_name="AgendaItem",
            name="brings_back",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="governance.ratificationreturn",
                verbose_name="why a decision is brought back",
            ),
        ),
    ]
