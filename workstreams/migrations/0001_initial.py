import django.core.validators
import django.db.models.deletion
import partnership.clock
import partnership.dated
import partnership.models.files
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnership", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalWorkstream",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=60)),
                ("purpose", models.TextField(blank=True)),
                (
                    "stage",
                    models.CharField(
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
                        default="idea",
                        max_length=15,
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("joint", "Joint working"),
                            ("lead", "Lead partner (host)"),
                            ("committee", "Joint committee"),
                            ("company", "Company"),
                            ("contract", "Contract"),
                            ("undecided", "Not decided"),
                        ],
                        default="undecided",
                        max_length=10,
                        verbose_name="delivery model",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("s101", "Local Government Act 1972, section 101 (delegation)"),
                            ("s102", "Local Government Act 1972, section 102 (joint committee)"),
                            ("s113", "Local Government Act 1972, section 113 (staff placed at disposal)"),
                            ("s75", "National Health Service Act 2006, section 75 (pooled funds)"),
                            ("company", "Company owned by the partners"),
                            ("contract", "Contract between the partners"),
                            ("undecided", "Not decided"),
                        ],
                        default="undecided",
                        max_length=10,
                        verbose_name="legal basis",
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
                "verbose_name": "historical workstream",
                "verbose_name_plural": "historical workstreams",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Workstream",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workstreams",
                        to="partnership.partnership",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=60)),
                ("purpose", models.TextField(blank=True)),
                (
                    "stage",
                    models.CharField(
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
                        default="idea",
                        max_length=15,
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("joint", "Joint working"),
                            ("lead", "Lead partner (host)"),
                            ("committee", "Joint committee"),
                            ("company", "Company"),
                            ("contract", "Contract"),
                            ("undecided", "Not decided"),
                        ],
                        default="undecided",
                        max_length=10,
                        verbose_name="delivery model",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("s101", "Local Government Act 1972, section 101 (delegation)"),
                            ("s102", "Local Government Act 1972, section 102 (joint committee)"),
                            ("s113", "Local Government Act 1972, section 113 (staff placed at disposal)"),
                            ("s75", "National Health Service Act 2006, section 75 (pooled funds)"),
                            ("company", "Company owned by the partners"),
                            ("contract", "Contract between the partners"),
                            ("undecided", "Not decided"),
                        ],
                        default="undecided",
                        max_length=10,
                        verbose_name="legal basis",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "slug"),
                        name="workstream_slug_once",
                        violation_error_message="This partnership has a workstream of this name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContributionRule",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("equal", "Equally among all partners"),
                            ("weighted", "By weights, among all partners"),
                            ("project", "By project: only the partners of a workstream pay for it"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.CharField(help_text="Who agreed it, when, and where it is written.", max_length=300),
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
                "verbose_name": "historical contribution rule",
                "verbose_name_plural": "historical contribution rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ContributionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contribution_rules",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("equal", "Equally among all partners"),
                            ("weighted", "By weights, among all partners"),
                            ("project", "By project: only the partners of a workstream pay for it"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.CharField(help_text="Who agreed it, when, and where it is written.", max_length=300),
                ),
            ],
            options={
                "ordering": ["-from_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="workstreams_contributionrule_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalServicesPublication",
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
                "verbose_name": "historical services publication",
                "verbose_name_plural": "historical services publications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ServicesPublication",
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
                        name="servicespublication_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__gte", models.F("published_at")), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="servicespublication_withdrawn_all_or_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscountRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discount_rates",
                        to="partnership.partnership",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("rate_hundredths", models.PositiveIntegerField(verbose_name="rate")),
                ("reason", models.CharField(max_length=300, verbose_name="why this rate")),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rate_hundredths__lte", 10000)), name="discount_rate_in_range"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLessonsPublication",
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
                "verbose_name": "historical lessons publication",
                "verbose_name_plural": "historical lessons publications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LessonsPublication",
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
                        name="lessonspublication_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__gte", models.F("published_at")), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="lessonspublication_withdrawn_all_or_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalGatePolicy",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "version",
                    models.PositiveSmallIntegerField(editable=False, help_text="Given when it is approved.", null=True),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="The body, date and minute, and what it is for.",
                        verbose_name="who decided it, and why",
                    ),
                ),
                (
                    "highlight_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="After the end of a month its report may take so many days before it is late.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days for a highlight report",
                    ),
                ),
                (
                    "amber_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="Beside a highlight report time is red where a milestone slips by more than these days.",
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days of slip that are amber",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
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
                (
                    "approved_by",
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
                    "withdrawn_by",
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
                "verbose_name": "historical policy of gates",
                "verbose_name_plural": "historical policy of gatess",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="GatePolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_policies",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(editable=False, help_text="Given when it is approved.", null=True),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="The body, date and minute, and what it is for.",
                        verbose_name="who decided it, and why",
                    ),
                ),
                (
                    "highlight_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="After the end of a month its report may take so many days before it is late.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days for a highlight report",
                    ),
                ),
                (
                    "amber_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="Beside a highlight report time is red where a milestone slips by more than these days.",
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days of slip that are amber",
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
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "policy of gates",
                "ordering": ["-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="workstreams_gatepolicy_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(fields=("partnership", "version"), name="gate_policy_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None), ("version", None)),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="gate_policy_approved_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("approved_at", None), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="gate_policy_withdrawn_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="gate_policy_approved_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReviewGate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(5)])),
                ("name", models.CharField(max_length=80)),
                ("is_held", models.BooleanField(default=True, verbose_name="is held here")),
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
                "verbose_name": "historical review gate",
                "verbose_name_plural": "historical review gates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ReviewGate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_gates",
                        to="partnership.partnership",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(5)])),
                ("name", models.CharField(max_length=80)),
                ("is_held", models.BooleanField(default=True, verbose_name="is held here")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("partnership", "number"), name="review_gate_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCommunication",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news", "News sheet"),
                            ("open_door", "Open-door session"),
                            ("open_day", "Open day"),
                            ("visit", "Benchmarking visit"),
                            ("presentation", "Presentation"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("unions", "Trade unions"),
                            ("staff_unions", "Staff and trade unions"),
                            ("members", "Councillors"),
                            ("residents", "Residents and service users"),
                            ("partners", "Partner organisations"),
                            ("others", "Other councils and interested parties"),
                            ("everybody", "Everybody"),
                        ],
                        max_length=12,
                        verbose_name="audience",
                    ),
                ),
                (
                    "on",
                    models.DateField(help_text="The day; of what is planned, the day to come.", verbose_name="held"),
                ),
                (
                    "said",
                    models.TextField(
                        blank=True,
                        help_text="In short. Attach the paper itself.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="summary",
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
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
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
                "verbose_name": "historical communication",
                "verbose_name_plural": "historical communications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Communication",
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
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news", "News sheet"),
                            ("open_door", "Open-door session"),
                            ("open_day", "Open day"),
                            ("visit", "Benchmarking visit"),
                            ("presentation", "Presentation"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("unions", "Trade unions"),
                            ("staff_unions", "Staff and trade unions"),
                            ("members", "Councillors"),
                            ("residents", "Residents and service users"),
                            ("partners", "Partner organisations"),
                            ("others", "Other councils and interested parties"),
                            ("everybody", "Everybody"),
                        ],
                        max_length=12,
                        verbose_name="audience",
                    ),
                ),
                (
                    "on",
                    models.DateField(help_text="The day; of what is planned, the day to come.", verbose_name="held"),
                ),
                (
                    "said",
                    models.TextField(
                        blank=True,
                        help_text="In short. Attach the paper itself.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="summary",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["partnership", "-on"], name="communication_newest")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalConsultation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=150)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("appraisal", "Options appraisal"),
                            ("case", "Business case"),
                            ("approval", "Approval"),
                            ("implementation", "Implementation"),
                            ("live", "Live"),
                            ("closed", "Closed"),
                        ],
                        help_text="The gate that may ask for it. Leave empty if it is about something else.",
                        max_length=15,
                        verbose_name="gate",
                    ),
                ),
                (
                    "proposal",
                    models.TextField(
                        help_text="As it is put to those who are consulted.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="proposal",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="opening")),
                ("closes_on", models.DateField(help_text="The last day for replies.", verbose_name="replies due")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "The proposal stands as it was"),
                            ("changed", "The proposal was changed"),
                            ("withdrawn", "The proposal was withdrawn"),
                        ],
                        editable=False,
                        max_length=9,
                        verbose_name="result",
                    ),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(4000)], verbose_name="outcome"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="closed")),
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
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
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
                "verbose_name": "historical consultation",
                "verbose_name_plural": "historical consultations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Consultation",
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
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="workstreams.workstream",
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("appraisal", "Options appraisal"),
                            ("case", "Business case"),
                            ("approval", "Approval"),
                            ("implementation", "Implementation"),
                            ("live", "Live"),
                            ("closed", "Closed"),
                        ],
                        help_text="The gate that may ask for it. Leave empty if it is about something else.",
                        max_length=15,
                        verbose_name="gate",
                    ),
                ),
                (
                    "proposal",
                    models.TextField(
                        help_text="As it is put to those who are consulted.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="proposal",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="opening")),
                ("closes_on", models.DateField(help_text="The last day for replies.", verbose_name="replies due")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "The proposal stands as it was"),
                            ("changed", "The proposal was changed"),
                            ("withdrawn", "The proposal was withdrawn"),
                        ],
                        editable=False,
                        max_length=9,
                        verbose_name="result",
                    ),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(4000)], verbose_name="outcome"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="closed")),
            ],
            options={
                "ordering": ["-opened_on", "-pk"],
                "indexes": [models.Index(fields=["partnership", "closed_on", "closes_on"], name="consultation_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opened_on"))),
                        name="consultation_ends_after_it_begins",
                        violation_error_message="Replies are due on or after the day on which it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("outcome", ""), ("result", "")),
                            models.Q(
                                ("closed_on__isnull", False),
                                models.Q(("result", ""), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_closed_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage", ""), ("workstream__isnull", False), _connector="OR"),
                        name="consultation_for_the_gate_of_a_workstream",
                        violation_error_message="Choose the workstream whose gate it is for.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaselineCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="workstreams.baselinecost",
                    ),
                ),
                ("withdrawn", models.BooleanField(default=False, editable=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason for the change")),
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
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baseline_costs",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for a cost known only for all together.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="partnership.organisation",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                ("cost_pence", models.BigIntegerField(verbose_name="net cost")),
                ("staff_pence", models.BigIntegerField(default=0, verbose_name="staff")),
                ("premises_pence", models.BigIntegerField(default=0, verbose_name="premises")),
                ("supplies_pence", models.BigIntegerField(default=0, verbose_name="supplies and services")),
                ("it_pence", models.BigIntegerField(default=0, verbose_name="IT")),
                ("support_pence", models.BigIntegerField(default=0, verbose_name="support services")),
                ("income_pence", models.BigIntegerField(default=0, verbose_name="income")),
                (
                    "source",
                    models.CharField(blank=True, help_text="Where the figures were taken from.", max_length=200),
                ),
            ],
            options={
                "ordering": ["workstream", "year", "organisation__code", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces", None)),
                        fields=("workstream", "organisation", "year"),
                        name="one_baseline_a_year",
                        violation_error_message="There is a baseline cost for this organisation and year already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation", None), ("replaces", None)),
                        fields=("workstream", "year"),
                        name="one_joint_baseline_a_year",
                        violation_error_message="There is a joint baseline cost for this year already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_pence__gte", -999999999999), ("cost_pence__lte", 999999999999)),
                        name="baseline_within_bounds",
                        violation_error_message="The net cost is too large. Enter pounds, not pence.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("income_pence__lte", 0)),
                        name="baseline_income_is_taken_off",
                        violation_error_message="Income is taken off the cost, so it is kept below 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="baseline_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaselineLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baseline_locks",
                        to="workstreams.workstream",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="why, or by which decision")),
                ("locked_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "locked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFunding",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("funder", models.CharField(max_length=120)),
                ("amount_pence", models.BigIntegerField(verbose_name="amount")),
                ("awarded_on", models.DateField(verbose_name="awarded")),
                ("purpose", models.CharField(max_length=300)),
                (
                    "conditions",
                    models.TextField(
                        blank=True, help_text="What the funder asks for, and what the money may not be used for."
                    ),
                ),
                (
                    "use_until_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which it may be spent. Leave empty if none is set.",
                        null=True,
                        verbose_name="use until",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="scheme reference")),
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
                "verbose_name": "historical grant",
                "verbose_name_plural": "historical grants",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fundings",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fundings",
                        to="workstreams.workstream",
                    ),
                ),
                ("funder", models.CharField(max_length=120)),
                ("amount_pence", models.BigIntegerField(verbose_name="amount")),
                ("awarded_on", models.DateField(verbose_name="awarded")),
                ("purpose", models.CharField(max_length=300)),
                (
                    "conditions",
                    models.TextField(
                        blank=True, help_text="What the funder asks for, and what the money may not be used for."
                    ),
                ),
                (
                    "use_until_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which it may be spent. Leave empty if none is set.",
                        null=True,
                        verbose_name="use until",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="scheme reference")),
            ],
            options={
                "verbose_name": "grant",
                "ordering": ["awarded_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContribution",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("contribution", "Contribution to the partnership"), ("own_cost", "Own cost")],
                        max_length=12,
                    ),
                ),
                ("amount_pence", models.BigIntegerField(verbose_name="amount")),
                ("purpose", models.CharField(max_length=200, verbose_name="what it is")),
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
                        help_text="Leave empty for the programme as a whole.",
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
                "verbose_name": "historical contribution",
                "verbose_name_plural": "historical contributions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("contribution", "Contribution to the partnership"), ("own_cost", "Own cost")],
                        max_length=12,
                    ),
                ),
                ("amount_pence", models.BigIntegerField(verbose_name="amount")),
                ("purpose", models.CharField(max_length=200, verbose_name="what it is")),
            ],
            options={
                "ordering": ["-year", "organisation__code", "kind", "pk"],
                "indexes": [models.Index(fields=["partnership", "organisation", "year"], name="contribution_of_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_pence__gt", 0)),
                        name="contribution_above_zero",
                        violation_error_message="Enter an amount above £0.00.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBusinessCase",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="what is proposed")),
                ("preferred_option", models.TextField(blank=True, verbose_name="preferred option, and why")),
                (
                    "whole_programme",
                    models.BooleanField(
                        default=False,
                        help_text="Its promises stand beside the savings and costs of all workstreams, and are not added to theirs.",
                        verbose_name="It is the case of the whole programme",
                    ),
                ),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="year 0"
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="years after year 0",
                    ),
                ),
                (
                    "vary_hundredths",
                    models.PositiveIntegerField(
                        default=2000,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000, "Vary each input by at most 100%%."),
                        ],
                        verbose_name="each input varied by",
                    ),
                ),
                (
                    "delay_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="delay of benefits, in months",
                    ),
                ),
                (
                    "shape",
                    models.CharField(
                        choices=[("triangular", "Triangular"), ("pert", "PERT (beta)")],
                        default="triangular",
                        max_length=10,
                        verbose_name="shape of the ranges",
                    ),
                ),
                (
                    "seed",
                    models.PositiveIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(999999999)],
                        verbose_name="seed of the simulation",
                    ),
                ),
                (
                    "rate_hundredths",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="discount rate"),
                ),
                (
                    "formulas",
                    models.CharField(blank=True, editable=False, max_length=10, verbose_name="version of the formulas"),
                ),
                ("drafted_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("decision", models.CharField(blank=True, editable=False, max_length=200, verbose_name="decision")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="superseded or withdrawn")),
                (
                    "end_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it was withdrawn"),
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
                    "drafted_by",
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
                    "submitted_by",
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
                    "approved_by",
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
                "verbose_name": "historical business case",
                "verbose_name_plural": "historical business cases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="BusinessCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="business_cases",
                        to="workstreams.workstream",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="what is proposed")),
                ("preferred_option", models.TextField(blank=True, verbose_name="preferred option, and why")),
                (
                    "whole_programme",
                    models.BooleanField(
                        default=False,
                        help_text="Its promises stand beside the savings and costs of all workstreams, and are not added to theirs.",
                        verbose_name="It is the case of the whole programme",
                    ),
                ),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="year 0"
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="years after year 0",
                    ),
                ),
                (
                    "vary_hundredths",
                    models.PositiveIntegerField(
                        default=2000,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000, "Vary each input by at most 100%%."),
                        ],
                        verbose_name="each input varied by",
                    ),
                ),
                (
                    "delay_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="delay of benefits, in months",
                    ),
                ),
                (
                    "shape",
                    models.CharField(
                        choices=[("triangular", "Triangular"), ("pert", "PERT (beta)")],
                        default="triangular",
                        max_length=10,
                        verbose_name="shape of the ranges",
                    ),
                ),
                (
                    "seed",
                    models.PositiveIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(999999999)],
                        verbose_name="seed of the simulation",
                    ),
                ),
                (
                    "rate_hundredths",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="discount rate"),
                ),
                (
                    "formulas",
                    models.CharField(blank=True, editable=False, max_length=10, verbose_name="version of the formulas"),
                ),
                (
                    "asked",
                    models.JSONField(
                        editable=False,
                        help_text="See workstreams/policy_tests.py.",
                        null=True,
                        verbose_name="policy test",
                    ),
                ),
                ("results", models.JSONField(editable=False, null=True)),
                ("drafted_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decision", models.CharField(blank=True, editable=False, max_length=200, verbose_name="decision")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="superseded or withdrawn")),
                (
                    "end_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it was withdrawn"),
                ),
            ],
            options={
                "ordering": ["workstream__name", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("workstream", "version"), name="case_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("workstream",),
                        name="one_draft_case",
                        violation_error_message="This workstream has a draft already. Edit or discard it.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "approved")), fields=("workstream",), name="one_approved_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 10)), name="case_looks_ahead"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("formulas", ""),
                                ("rate_hundredths", None),
                                ("state", "draft"),
                                ("submitted_at", None),
                                ("submitted_by", None),
                            ),
                            models.Q(
                                ("rate_hundredths__isnull", False),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                                models.Q(("state", "draft"), _negated=True),
                                models.Q(("formulas", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_submitted_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None),
                                ("approved_by", None),
                                models.Q(("state", "approved"), _negated=True),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("state__in", ["draft", "submitted"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_approved_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(
                                models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                                models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_approved_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalParticipation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("form_signed_on", models.DateField(blank=True, null=True, verbose_name="participation form signed")),
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
                "verbose_name": "historical participation",
                "verbose_name_plural": "historical participations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="partnership.organisation",
                    ),
                ),
                ("form_signed_on", models.DateField(blank=True, null=True, verbose_name="participation form signed")),
            ],
            options={
                "ordering": ["workstream", "organisation__code", "from_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="workstreams_participation_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalHosting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                "verbose_name": "historical hosting",
                "verbose_name_plural": "historical hostings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Hosting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hostings",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hostings",
                        to="partnership.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["workstream", "from_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="workstreams_hosting_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContributionWeight",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "hundredths",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name="weight"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.contributionrule",
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
                "verbose_name": "historical contribution weight",
                "verbose_name_plural": "historical contribution weights",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ContributionWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weights",
                        to="workstreams.contributionrule",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.organisation"
                    ),
                ),
                (
                    "hundredths",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name="weight"
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__code"],
                "constraints": [models.UniqueConstraint(fields=("rule", "organisation"), name="one_weight_each")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalServiceEntry",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="As people look for it.", max_length=120, verbose_name="name of the service"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="what it does")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("s101", "Local Government Act 1972, section 101 (delegation)"),
                            ("s102", "Local Government Act 1972, section 102 (joint committee)"),
                            ("s113", "Local Government Act 1972, section 113 (staff placed at disposal)"),
                            ("s75", "National Health Service Act 2006, section 75 (pooled funds)"),
                            ("company", "Company owned by the partners"),
                            ("contract", "Contract between the partners"),
                            ("undecided", "Not decided"),
                        ],
                        default="undecided",
                        max_length=10,
                        verbose_name="legal basis",
                    ),
                ),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="shared since")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Of the service or a post, such as building.control@example.gov.uk; never of a person.",
                        max_length=254,
                        verbose_name="e-mail address of the service",
                    ),
                ),
                (
                    "web",
                    models.CharField(
                        blank=True,
                        help_text="Such as https://www.example.gov.uk/building-control.",
                        max_length=200,
                        validators=[
                            django.core.validators.URLValidator(
                                message="Enter a web address that begins with https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="web address of the service",
                    ),
                ),
                (
                    "is_left_out",
                    models.BooleanField(
                        default=False,
                        help_text="The workstream is then not listed, though it is live.",
                        verbose_name="leave it out of the A-Z",
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
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
                        verbose_name="workstream",
                    ),
                ),
                (
                    "host",
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
                "verbose_name": "historical entry",
                "verbose_name_plural": "historical entrys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ServiceEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_entries",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_entry",
                        to="workstreams.workstream",
                        verbose_name="workstream",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As people look for it.", max_length=120, verbose_name="name of the service"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="what it does")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("s101", "Local Government Act 1972, section 101 (delegation)"),
                            ("s102", "Local Government Act 1972, section 102 (joint committee)"),
                            ("s113", "Local Government Act 1972, section 113 (staff placed at disposal)"),
                            ("s75", "National Health Service Act 2006, section 75 (pooled funds)"),
                            ("company", "Company owned by the partners"),
                            ("contract", "Contract between the partners"),
                            ("undecided", "Not decided"),
                        ],
                        default="undecided",
                        max_length=10,
                        verbose_name="legal basis",
                    ),
                ),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="shared since")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Of the service or a post, such as building.control@example.gov.uk; never of a person.",
                        max_length=254,
                        verbose_name="e-mail address of the service",
                    ),
                ),
                (
                    "web",
                    models.CharField(
                        blank=True,
                        help_text="Such as https://www.example.gov.uk/building-control.",
                        max_length=200,
                        validators=[
                            django.core.validators.URLValidator(
                                message="Enter a web address that begins with https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="web address of the service",
                    ),
                ),
                (
                    "is_left_out",
                    models.BooleanField(
                        default=False,
                        help_text="The workstream is then not listed, though it is live.",
                        verbose_name="leave it out of the A-Z",
                    ),
                ),
                (
                    "organisations",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="partnership.organisation", verbose_name="shared by"
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "name"),
                        name="service_named_once",
                        violation_error_message="The A-Z has a service of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_left_out", False), ("workstream__isnull", False), _connector="OR"),
                        name="service_left_out_only_of_a_workstream",
                        violation_error_message="Remove the entry instead of leaving it out.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalIndicator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("service", "Service level"), ("satisfaction", "Satisfaction survey")],
                        default="service",
                        max_length=12,
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        help_text="Of a survey, word for word.",
                        max_length=300,
                        verbose_name="question asked",
                    ),
                ),
                (
                    "definition",
                    models.TextField(help_text="What is counted, what is left out, and how it is worked out."),
                ),
                ("unit", models.CharField(help_text="Such as per cent, working days or complaints.", max_length=40)),
                (
                    "better",
                    models.CharField(
                        choices=[("higher", "Higher is better"), ("lower", "Lower is better")],
                        default="higher",
                        max_length=6,
                        verbose_name="direction",
                    ),
                ),
                ("target_hundredths", models.BigIntegerField(blank=True, null=True, verbose_name="target")),
                ("tolerance_hundredths", models.BigIntegerField(default=0, verbose_name="tolerance")),
                (
                    "frequency",
                    models.CharField(
                        choices=[("month", "Monthly"), ("quarter", "Quarterly"), ("year", "Yearly")],
                        default="quarter",
                        max_length=7,
                    ),
                ),
                (
                    "measured",
                    models.CharField(
                        choices=[
                            ("joint", "Once, for all together"),
                            ("each", "For each organisation that takes part"),
                            ("certain", "For certain organisations"),
                        ],
                        default="joint",
                        max_length=7,
                        verbose_name="measured",
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
                "verbose_name": "historical indicator",
                "verbose_name_plural": "historical indicators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="workstreams.workstream",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("service", "Service level"), ("satisfaction", "Satisfaction survey")],
                        default="service",
                        max_length=12,
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        help_text="Of a survey, word for word.",
                        max_length=300,
                        verbose_name="question asked",
                    ),
                ),
                (
                    "definition",
                    models.TextField(help_text="What is counted, what is left out, and how it is worked out."),
                ),
                ("unit", models.CharField(help_text="Such as per cent, working days or complaints.", max_length=40)),
                (
                    "better",
                    models.CharField(
                        choices=[("higher", "Higher is better"), ("lower", "Lower is better")],
                        default="higher",
                        max_length=6,
                        verbose_name="direction",
                    ),
                ),
                ("target_hundredths", models.BigIntegerField(blank=True, null=True, verbose_name="target")),
                ("tolerance_hundredths", models.BigIntegerField(default=0, verbose_name="tolerance")),
                (
                    "frequency",
                    models.CharField(
                        choices=[("month", "Monthly"), ("quarter", "Quarterly"), ("year", "Yearly")],
                        default="quarter",
                        max_length=7,
                    ),
                ),
                (
                    "measured",
                    models.CharField(
                        choices=[
                            ("joint", "Once, for all together"),
                            ("each", "For each organisation that takes part"),
                            ("certain", "For certain organisations"),
                        ],
                        default="joint",
                        max_length=7,
                        verbose_name="measured",
                    ),
                ),
                ("organisations", models.ManyToManyField(blank=True, related_name="+", to="partnership.organisation")),
            ],
            options={
                "ordering": ["workstream__name", "name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="workstreams_indicator_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(
                        fields=("workstream", "name"),
                        name="indicator_named_once",
                        violation_error_message="This workstream has an indicator of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tolerance_hundredths__gte", 0)),
                        name="indicator_tolerance_not_below_zero",
                        violation_error_message="The tolerance must not be below 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "satisfaction"), _negated=True),
                            models.Q(("question", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="indicator_survey_has_question",
                        violation_error_message="Enter the question that the survey asks.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLesson",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "title",
                    models.CharField(help_text="The lesson in one line.", max_length=150, verbose_name="headline"),
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
                        ],
                        max_length=15,
                        verbose_name="stage",
                    ),
                ),
                (
                    "situation",
                    models.TextField(
                        help_text="What happened, and in what circumstances.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="situation",
                    ),
                ),
                (
                    "learned",
                    models.TextField(
                        help_text="What was learned from it.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="lesson",
                    ),
                ),
                (
                    "recommendation",
                    models.TextField(
                        help_text="What others should do, or do differently.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="recommendation",
                    ),
                ),
                ("learned_on", models.DateField(verbose_name="learned")),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="It then stands on the public page, while that is switched on. Name no person in it.",
                        verbose_name="public mark",
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
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
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
                "verbose_name": "historical lesson",
                "verbose_name_plural": "historical lessons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Lesson",
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
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="The lesson in one line.", max_length=150, verbose_name="headline"),
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
                        ],
                        max_length=15,
                        verbose_name="stage",
                    ),
                ),
                (
                    "situation",
                    models.TextField(
                        help_text="What happened, and in what circumstances.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="situation",
                    ),
                ),
                (
                    "learned",
                    models.TextField(
                        help_text="What was learned from it.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="lesson",
                    ),
                ),
                (
                    "recommendation",
                    models.TextField(
                        help_text="What others should do, or do differently.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="recommendation",
                    ),
                ),
                ("learned_on", models.DateField(verbose_name="learned")),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="It then stands on the public page, while that is switched on. Name no person in it.",
                        verbose_name="public mark",
                    ),
                ),
            ],
            options={
                "ordering": ["-learned_on", "-pk"],
                "indexes": [models.Index(fields=["partnership", "-learned_on"], name="lesson_newest")],
            },
        ),
        migrations.CreateModel(
            name="OptionsAppraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="workstreams.workstream",
                    ),
                ),
                ("title", models.CharField(default="Options appraisal", max_length=120)),
                (
                    "question",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="what is to be decided",
                    ),
                ),
                (
                    "lowest",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 or 1.",
                        validators=[django.core.validators.MaxValueValidator(1)],
                        verbose_name="lowest point of the scale",
                    ),
                ),
                (
                    "scale",
                    models.TextField(
                        help_text="One line for each point, the lowest first: what a score of this point means.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="scale",
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Over how many years the cost and the benefit of each option are counted.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="years of cost and benefit",
                    ),
                ),
                (
                    "least_scorers",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="So many must be named before scoring is opened, and have finished before it is ended.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="least number of scorers",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scoring", "Being scored"),
                            ("scored", "Scored"),
                            ("decided", "Decided"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "rescores",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rescored",
                        to="workstreams.optionsappraisal",
                    ),
                ),
                (
                    "rescore_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it is scored again"),
                ),
                ("drafted_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["workstream__name", "title", "-round"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workstream", "title", "round"),
                        name="appraisal_round_once",
                        violation_error_message="This workstream has an appraisal of this title already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rescore_reason", ""), ("rescores", None), ("round", 1)),
                            models.Q(
                                ("rescores__isnull", False),
                                ("round__gt", 1),
                                models.Q(("rescore_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="appraisal_rescored_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("opened_by", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("opened_at__isnull", False),
                                ("opened_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="appraisal_opened_all_or_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMilestone",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "owner_post",
                    models.CharField(
                        blank=True,
                        help_text="A post title, where the owner does not sign in here.",
                        max_length=120,
                        verbose_name="owner’s post",
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("planned_start_on", models.DateField(blank=True, null=True, verbose_name="planned start")),
                ("planned_on", models.DateField(verbose_name="planned")),
                ("forecast_start_on", models.DateField(blank=True, null=True, verbose_name="forecast start")),
                ("forecast_on", models.DateField(blank=True, null=True, verbose_name="forecast")),
                ("actual_start_on", models.DateField(blank=True, null=True, verbose_name="actual start")),
                ("actual_on", models.DateField(blank=True, null=True, verbose_name="actual")),
                (
                    "owner",
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
                "verbose_name": "historical milestone",
                "verbose_name_plural": "historical milestones",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_post",
                    models.CharField(
                        blank=True,
                        help_text="A post title, where the owner does not sign in here.",
                        max_length=120,
                        verbose_name="owner’s post",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="workstreams.workstream",
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("planned_start_on", models.DateField(blank=True, null=True, verbose_name="planned start")),
                ("planned_on", models.DateField(verbose_name="planned")),
                ("forecast_start_on", models.DateField(blank=True, null=True, verbose_name="forecast start")),
                ("forecast_on", models.DateField(blank=True, null=True, verbose_name="forecast")),
                ("actual_start_on", models.DateField(blank=True, null=True, verbose_name="actual start")),
                ("actual_on", models.DateField(blank=True, null=True, verbose_name="actual")),
            ],
            options={
                "ordering": ["planned_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_start_on", None),
                            ("planned_on", None),
                            ("planned_start_on__lte", models.F("planned_on")),
                            _connector="OR",
                        ),
                        name="milestone_planned_in_order",
                        violation_error_message="The start must be on or before the end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("forecast_start_on", None),
                            ("forecast_on", None),
                            ("forecast_start_on__lte", models.F("forecast_on")),
                            _connector="OR",
                        ),
                        name="milestone_forecast_in_order",
                        violation_error_message="The start must be on or before the end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actual_start_on", None),
                            ("actual_on", None),
                            ("actual_start_on__lte", models.F("actual_on")),
                            _connector="OR",
                        ),
                        name="milestone_actual_in_order",
                        violation_error_message="The start must be on or before the end.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanBaseline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_baselines",
                        to="workstreams.workstream",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("reason", models.TextField(validators=[django.core.validators.MaxLengthValidator(500)])),
                ("set_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "set_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["workstream", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("workstream", "version"), name="plan_baseline_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GateRequirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="workstreams.gatepolicy",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
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
                        verbose_name="before the stage",
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("threshold", models.PositiveIntegerField(blank=True, null=True)),
                ("by_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("review", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["policy", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "stage", "kind", "review"), name="gate_requirement_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("review", None)),
                        fields=("policy", "stage", "kind"),
                        name="gate_requirement_of_no_review_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ratification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratifications",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratifications",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratifications",
                        to="partnership.organisation",
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
                        verbose_name="for the stage",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("conditions", "Approved with conditions"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions or reasons")),
                ("decided_on", models.DateField(verbose_name="decided")),
                (
                    "body",
                    models.CharField(
                        help_text="For example Executive or Council.", max_length=120, verbose_name="decided by"
                    ),
                ),
                ("minute", models.CharField(max_length=80, verbose_name="minute reference")),
                (
                    "is_exempt",
                    models.BooleanField(default=False, editable=False, verbose_name="exempt from publication"),
                ),
                ("recorded_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
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
                            ("decision", "approved"), models.Q(("conditions", ""), _negated=True), _connector="OR"
                        ),
                        name="ratification_conditions_are_named",
                        violation_error_message="Say what the conditions, or the reasons, are.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", ""), ("workstream", None)),
                            models.Q(("workstream__isnull", False), models.Q(("stage", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ratification_stage_of_a_workstream",
                        violation_error_message="Choose the stage that it is about.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_post",
                    models.CharField(
                        blank=True,
                        help_text="A post title, where the owner does not sign in here.",
                        max_length=120,
                        verbose_name="owner’s post",
                    ),
                ),
                (
                    "inherent_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="inherent likelihood",
                    ),
                ),
                (
                    "inherent_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="inherent impact",
                    ),
                ),
                (
                    "residual_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="residual likelihood",
                    ),
                ),
                (
                    "residual_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="residual impact",
                    ),
                ),
                (
                    "target_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="target likelihood",
                    ),
                ),
                (
                    "target_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="target impact",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="partnership.partnership"
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="workstreams.workstream",
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                (
                    "kind",
                    models.CharField(choices=[("risk", "Risk"), ("issue", "Issue")], default="risk", max_length=5),
                ),
                ("title", models.CharField(max_length=150)),
                (
                    "cause",
                    models.TextField(
                        help_text="What gives rise to it. “Because of …”",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="cause",
                    ),
                ),
                (
                    "event",
                    models.TextField(
                        help_text="What may happen, or has happened. “There is a risk that …”",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="event",
                    ),
                ),
                (
                    "effect",
                    models.TextField(
                        help_text="What would follow. “Which would …”",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="effect",
                    ),
                ),
                (
                    "proximity",
                    models.CharField(
                        choices=[
                            ("now", "Within a month"),
                            ("soon", "In one to three months"),
                            ("year", "In three to twelve months"),
                            ("later", "In more than a year"),
                        ],
                        help_text="When it would happen, if it does.",
                        max_length=5,
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("avoid", "Avoid: do it another way"),
                            ("reduce", "Reduce: make it less likely or less harmful"),
                            ("transfer", "Transfer: let somebody else bear it, by insurance or contract"),
                            ("share", "Share: bear it together"),
                            ("accept", "Accept: bear it, and watch it"),
                            ("fallback", "Prepare a fallback: do nothing until it happens"),
                        ],
                        max_length=8,
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="raised")),
                ("review_on", models.DateField(verbose_name="next review")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed"), ("became", "Became an issue")],
                        default="open",
                        editable=False,
                        max_length=6,
                    ),
                ),
                ("closed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="closed")),
                (
                    "closed_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="reason for closing",
                    ),
                ),
                (
                    "is_escalated",
                    models.BooleanField(default=False, editable=False, verbose_name="escalated to the programme"),
                ),
                (
                    "arose_from",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue",
                        to="workstreams.risk",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "indexes": [models.Index(fields=["partnership", "status", "review_on"], name="risk_to_review")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inherent_impact__range", (1, 5)),
                            ("inherent_likelihood__range", (1, 5)),
                            ("residual_impact__range", (1, 5)),
                            ("residual_likelihood__range", (1, 5)),
                            ("target_impact__range", (1, 5)),
                            ("target_likelihood__range", (1, 5)),
                        ),
                        name="workstreams_risk_rated_1_to_5",
                    ),
                    models.UniqueConstraint(fields=("partnership", "number"), name="risk_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="risk_closed_with_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_escalated", False), ("workstream__isnull", False), _connector="OR"),
                        name="risk_escalated_from_a_workstream",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "risk"),
                            models.Q(("inherent_likelihood", 5), ("residual_likelihood", 5), ("target_likelihood", 5)),
                            _connector="OR",
                        ),
                        name="issue_is_certain",
                        violation_error_message="An issue has happened: its likelihood is 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalGatewayReview",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(5)], verbose_name="gate"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        editable=False,
                        help_text="As it was called then.",
                        max_length=80,
                        verbose_name="name of the gate",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="first day")),
                (
                    "to_on",
                    models.DateField(
                        blank=True, help_text="Leave empty for a review of one day.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "team",
                    models.TextField(help_text="Post titles, one on each line; no names.", verbose_name="review team"),
                ),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported")),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("green", "Green"),
                            ("amber_green", "Amber/Green"),
                            ("amber", "Amber"),
                            ("amber_red", "Amber/Red"),
                            ("red", "Red"),
                        ],
                        max_length=11,
                        verbose_name="delivery confidence",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="what the team found")),
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
                "verbose_name": "historical gateway review",
                "verbose_name_plural": "historical gateway reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="GatewayReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="workstreams.workstream"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(5)], verbose_name="gate"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        editable=False,
                        help_text="As it was called then.",
                        max_length=80,
                        verbose_name="name of the gate",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="first day")),
                (
                    "to_on",
                    models.DateField(
                        blank=True, help_text="Leave empty for a review of one day.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "team",
                    models.TextField(help_text="Post titles, one on each line; no names.", verbose_name="review team"),
                ),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported")),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("green", "Green"),
                            ("amber_green", "Amber/Green"),
                            ("amber", "Amber"),
                            ("amber_red", "Amber/Red"),
                            ("red", "Red"),
                        ],
                        max_length=11,
                        verbose_name="delivery confidence",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="what the team found")),
            ],
            options={
                "ordering": ["-from_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidence", ""), ("findings", ""), ("reported_on", None)),
                            models.Q(
                                ("reported_on__isnull", False),
                                models.Q(("confidence", ""), _negated=True),
                                models.Q(("findings", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_reported_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="review_ends_after_it_starts",
                        violation_error_message="The last day must be on or after the first day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="workstreams.workstream"
                    ),
                ),
                (
                    "from_stage",
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
                        verbose_name="from",
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
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
                        verbose_name="to",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("begun", "Began here"),
                            ("advanced", "Gate met"),
                            ("overridden", "Gate overridden"),
                            ("back", "Went back"),
                            ("paused", "Paused"),
                            ("stopped", "Stopped"),
                            ("resumed", "Resumed"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "outcome",
                    models.JSONField(
                        blank=True, default=dict, help_text="What the gate said at that moment, test by test."
                    ),
                ),
                ("moved_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "moved_by",
                    models.ForeignKey(
                        db_index=False,
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
                            ("way__in", ("begun", "advanced")), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="stage_move_says_why",
                        violation_error_message="Say why.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalConsultee",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("unions", "Trade unions"),
                            ("employers", "Employers’ side"),
                            ("members", "Councillors"),
                            ("residents", "Residents and service users"),
                            ("organisation", "An organisation"),
                            ("other", "Others"),
                        ],
                        max_length=12,
                        verbose_name="group",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="A body, branch or post, such as Union side of the forum.",
                        max_length=150,
                        verbose_name="name",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                (
                    "response",
                    models.TextField(
                        blank=True,
                        help_text="What they answered, in their sense.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="response",
                    ),
                ),
                (
                    "done",
                    models.TextField(
                        blank=True,
                        help_text="Leave empty until it is decided.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="follow-up",
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
                "verbose_name": "historical consultee",
                "verbose_name_plural": "historical consultees",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Consultee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultees",
                        to="workstreams.consultation",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("unions", "Trade unions"),
                            ("employers", "Employers’ side"),
                            ("members", "Councillors"),
                            ("residents", "Residents and service users"),
                            ("organisation", "An organisation"),
                            ("other", "Others"),
                        ],
                        max_length=12,
                        verbose_name="group",
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
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="A body, branch or post, such as Union side of the forum.",
                        max_length=150,
                        verbose_name="name",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                (
                    "response",
                    models.TextField(
                        blank=True,
                        help_text="What they answered, in their sense.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="response",
                    ),
                ),
                (
                    "done",
                    models.TextField(
                        blank=True,
                        help_text="Leave empty until it is decided.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="follow-up",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAttachment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(help_text="The file's name as it was uploaded.", max_length=150)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("uploaded_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
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
                    "communication",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.communication",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
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
                "verbose_name": "historical attachment",
                "verbose_name_plural": "historical attachments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Attachment",
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
                    "communication",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="workstreams.communication",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="workstreams.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ["uploaded_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("communication__isnull", False), ("consultation", None)),
                            models.Q(("communication", None), ("consultation__isnull", False)),
                            _connector="OR",
                        ),
                        name="attachment_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BaselineVolume",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volumes",
                        to="workstreams.baselinecost",
                    ),
                ),
                ("counted", models.CharField(max_length=80, verbose_name="what is counted")),
                (
                    "hundredths",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("baseline", "counted"), name="volume_counted_once"),
                    models.CheckConstraint(condition=models.Q(("hundredths__gt", 0)), name="volume_above_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBudgetHead",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff and backfilling"),
                            ("consultancy", "Consultancy and advice"),
                            ("ict", "ICT systems"),
                            ("premises", "Premises and accommodation"),
                            ("redundancy", "Redundancy and pensions"),
                            ("legal", "Legal advice and contracts"),
                            ("training", "Training"),
                            ("communication", "Communication and consultation"),
                            ("feasibility", "Feasibility work and surveys"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                        verbose_name="head",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        help_text="What it is for, for example Surveys.",
                        max_length=120,
                        verbose_name="own words",
                    ),
                ),
                ("amount_pence", models.BigIntegerField(verbose_name="budget")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("grant", "A grant"),
                            ("contributions", "The partners' contributions"),
                            ("own", "Each organisation's own budget"),
                        ],
                        max_length=15,
                        verbose_name="paid from",
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
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "funding",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.funding",
                        verbose_name="grant",
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
                "verbose_name": "historical budget head",
                "verbose_name_plural": "historical budget heads",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="BudgetHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_heads",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_heads",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff and backfilling"),
                            ("consultancy", "Consultancy and advice"),
                            ("ict", "ICT systems"),
                            ("premises", "Premises and accommodation"),
                            ("redundancy", "Redundancy and pensions"),
                            ("legal", "Legal advice and contracts"),
                            ("training", "Training"),
                            ("communication", "Communication and consultation"),
                            ("feasibility", "Feasibility work and surveys"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                        verbose_name="head",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        help_text="What it is for, for example Surveys.",
                        max_length=120,
                        verbose_name="own words",
                    ),
                ),
                ("amount_pence", models.BigIntegerField(verbose_name="budget")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("grant", "A grant"),
                            ("contributions", "The partners' contributions"),
                            ("own", "Each organisation's own budget"),
                        ],
                        max_length=15,
                        verbose_name="paid from",
                    ),
                ),
                (
                    "funding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="workstreams.funding",
                        verbose_name="grant",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "workstream__name", "kind", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_pence__gte", 0)),
                        name="budget_not_below_zero",
                        violation_error_message="The budget must not be below £0.00.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("funding__isnull", False), ("source", "grant")),
                            models.Q(models.Q(("source", "grant"), _negated=True), ("funding", None)),
                            _connector="OR",
                        ),
                        name="budget_of_a_grant_names_it",
                        violation_error_message="Choose the grant that pays for it, or another source; not both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReserveTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "funding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="workstreams.funding",
                        verbose_name="grant",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("amount_pence", models.BigIntegerField(verbose_name="amount")),
                ("reserve", models.CharField(help_text="Its name, for example Efficiency reserve.", max_length=120)),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="Whose reserve it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                        verbose_name="held by",
                    ),
                ),
                ("decision", models.CharField(help_text="Who decided it, when, and what was decided.", max_length=300)),
                ("reference", models.CharField(blank=True, help_text="Of the minute or report.", max_length=80)),
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
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_pence", 0), _negated=True),
                        name="transfer_of_something",
                        violation_error_message="Enter an amount other than £0.00.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("redundancy", "Redundancy"),
                            ("ict", "ICT"),
                            ("consultancy", "Consultancy"),
                            ("accommodation", "Accommodation"),
                            ("other_cost", "Other one-off cost"),
                            ("running", "Running cost"),
                            ("grant", "Grant"),
                            ("staff", "Staff saved"),
                            ("premises", "Premises saved"),
                            ("supplies", "Supplies and services saved"),
                            ("income", "More income"),
                            ("other_saving", "Other cashable saving"),
                            ("officer_time", "Officers’ time"),
                        ],
                        max_length=15,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=120)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year of the case")),
                ("amount_pence", models.BigIntegerField(blank=True, null=True, verbose_name="amount")),
                ("hours_hundredths", models.BigIntegerField(blank=True, null=True, verbose_name="hours")),
                ("rate_pence", models.BigIntegerField(blank=True, null=True, verbose_name="rate an hour")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.businesscase",
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
                "verbose_name": "historical case line",
                "verbose_name_plural": "historical case lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CaseLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="workstreams.businesscase"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.organisation"
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("redundancy", "Redundancy"),
                            ("ict", "ICT"),
                            ("consultancy", "Consultancy"),
                            ("accommodation", "Accommodation"),
                            ("other_cost", "Other one-off cost"),
                            ("running", "Running cost"),
                            ("grant", "Grant"),
                            ("staff", "Staff saved"),
                            ("premises", "Premises saved"),
                            ("supplies", "Supplies and services saved"),
                            ("income", "More income"),
                            ("other_saving", "Other cashable saving"),
                            ("officer_time", "Officers’ time"),
                        ],
                        max_length=15,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=120)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year of the case")),
                ("amount_pence", models.BigIntegerField(blank=True, null=True, verbose_name="amount")),
                ("hours_hundredths", models.BigIntegerField(blank=True, null=True, verbose_name="hours")),
                ("rate_pence", models.BigIntegerField(blank=True, null=True, verbose_name="rate an hour")),
            ],
            options={
                "ordering": ["organisation__code", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "organisation", "heading", "description", "year"), name="case_line"
                    ),
                    models.CheckConstraint(condition=models.Q(("year__lte", 10)), name="case_line_in_its_years"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_pence__gt", 0),
                                ("hours_hundredths", None),
                                ("rate_pence", None),
                                models.Q(("heading", "officer_time"), _negated=True),
                            ),
                            models.Q(
                                ("amount_pence", None),
                                ("heading", "officer_time"),
                                ("hours_hundredths__gt", 0),
                                ("rate_pence__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="case_line_money_or_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseHeading",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("redundancy", "Redundancy"),
                            ("ict", "ICT"),
                            ("consultancy", "Consultancy"),
                            ("accommodation", "Accommodation"),
                            ("other_cost", "Other one-off cost"),
                            ("running", "Running cost"),
                            ("grant", "Grant"),
                            ("staff", "Staff saved"),
                            ("premises", "Premises saved"),
                            ("supplies", "Supplies and services saved"),
                            ("income", "More income"),
                            ("other_saving", "Other cashable saving"),
                            ("officer_time", "Officers’ time"),
                        ],
                        max_length=15,
                    ),
                ),
                ("bias_hundredths", models.PositiveIntegerField(default=0, verbose_name="optimism bias")),
                ("low_hundredths", models.PositiveIntegerField(default=10000, verbose_name="low")),
                ("high_hundredths", models.PositiveIntegerField(default=10000, verbose_name="high")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.businesscase",
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
                "verbose_name": "historical case heading",
                "verbose_name_plural": "historical case headings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CaseHeading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="headings",
                        to="workstreams.businesscase",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("redundancy", "Redundancy"),
                            ("ict", "ICT"),
                            ("consultancy", "Consultancy"),
                            ("accommodation", "Accommodation"),
                            ("other_cost", "Other one-off cost"),
                            ("running", "Running cost"),
                            ("grant", "Grant"),
                            ("staff", "Staff saved"),
                            ("premises", "Premises saved"),
                            ("supplies", "Supplies and services saved"),
                            ("income", "More income"),
                            ("other_saving", "Other cashable saving"),
                            ("officer_time", "Officers’ time"),
                        ],
                        max_length=15,
                    ),
                ),
                ("bias_hundredths", models.PositiveIntegerField(default=0, verbose_name="optimism bias")),
                ("low_hundredths", models.PositiveIntegerField(default=10000, verbose_name="low")),
                ("high_hundredths", models.PositiveIntegerField(default=10000, verbose_name="high")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "heading"), name="case_heading_once"),
                    models.CheckConstraint(
                        condition=models.Q(("high_hundredths__gte", 10000), ("low_hundredths__lte", 10000)),
                        name="case_range_holds_the_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseScore",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("criterion", models.CharField(max_length=120)),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ]
                    ),
                ),
                ("before_hundredths", models.PositiveIntegerField(verbose_name="before")),
                ("after_hundredths", models.PositiveIntegerField(verbose_name="after")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.businesscase",
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
                "verbose_name": "historical case score",
                "verbose_name_plural": "historical case scores",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CaseScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="workstreams.businesscase",
                    ),
                ),
                ("criterion", models.CharField(max_length=120)),
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
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ]
                    ),
                ),
                ("before_hundredths", models.PositiveIntegerField(verbose_name="before")),
                ("after_hundredths", models.PositiveIntegerField(verbose_name="after")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("after_hundredths__lte", 10000), ("before_hundredths__lte", 10000), ("weight__gte", 1)
                        ),
                        name="case_score_in_per_cent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseRisk",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("risk", models.CharField(max_length=300)),
                ("mitigation", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.businesscase",
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
                "verbose_name": "historical case risk",
                "verbose_name_plural": "historical case risks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CaseRisk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="workstreams.businesscase"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("risk", models.CharField(max_length=300)),
                ("mitigation", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="case_risk_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 3)), name="case_risk_of_three"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPartnerChange",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("joins", "Joins"), ("leaves", "Leaves"), ("hosts", "Becomes host")],
                        max_length=10,
                        verbose_name="what happens",
                    ),
                ),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="notice given")),
                (
                    "effective_on",
                    models.DateField(
                        help_text="The first day of a partner or host; the last day of who leaves.", verbose_name="day"
                    ),
                ),
                (
                    "shares",
                    models.CharField(
                        choices=[
                            ("same", "To stay as they are"),
                            ("basis", "To be divided anew by the basis of each saving"),
                            ("agreement", "To be set by a new agreement"),
                        ],
                        max_length=10,
                        verbose_name="agreed about shares of savings",
                    ),
                ),
                ("shares_words", models.CharField(blank=True, max_length=300, verbose_name="more about shares")),
                (
                    "contributions",
                    models.CharField(
                        choices=[
                            ("none", "Are not affected"),
                            ("to_day", "Are due by days: from the first day, or to the last"),
                            ("to_year", "Are due for the whole financial year"),
                            ("repaid", "Are due for the whole year, and repaid in part as said below"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "contributions_words",
                    models.CharField(blank=True, max_length=300, verbose_name="more about contributions"),
                ),
                (
                    "staff",
                    models.CharField(
                        choices=[
                            ("none", "Nobody is affected"),
                            ("transfer", "Transfer to the new employer"),
                            ("return", "Return to their own organisation"),
                            ("stay", "Stay with their employer and are placed at the disposal of the host"),
                            ("redundant", "Some posts end"),
                        ],
                        max_length=10,
                    ),
                ),
                ("posts", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="posts affected")),
                ("staff_words", models.CharField(blank=True, max_length=300, verbose_name="more about staff")),
                (
                    "contracts",
                    models.CharField(
                        choices=[
                            ("none", "There are none"),
                            ("stay", "Stay with who signed them"),
                            ("novated", "Go over to the new host"),
                            ("ended", "Are ended"),
                            ("run_out", "Run until they end"),
                        ],
                        max_length=10,
                    ),
                ),
                ("contracts_words", models.CharField(blank=True, max_length=300, verbose_name="more about contracts")),
                (
                    "decision",
                    models.CharField(
                        blank=True, help_text="Who decided it, when, and where it is written.", max_length=300
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.participation",
                        verbose_name="participation",
                    ),
                ),
                (
                    "hosting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.hosting",
                        verbose_name="hosting",
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
                "verbose_name": "historical partner change",
                "verbose_name_plural": "historical partner changes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PartnerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_changes",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.organisation"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("joins", "Joins"), ("leaves", "Leaves"), ("hosts", "Becomes host")],
                        max_length=10,
                        verbose_name="what happens",
                    ),
                ),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="notice given")),
                (
                    "effective_on",
                    models.DateField(
                        help_text="The first day of a partner or host; the last day of who leaves.", verbose_name="day"
                    ),
                ),
                (
                    "shares",
                    models.CharField(
                        choices=[
                            ("same", "To stay as they are"),
                            ("basis", "To be divided anew by the basis of each saving"),
                            ("agreement", "To be set by a new agreement"),
                        ],
                        max_length=10,
                        verbose_name="agreed about shares of savings",
                    ),
                ),
                ("shares_words", models.CharField(blank=True, max_length=300, verbose_name="more about shares")),
                (
                    "contributions",
                    models.CharField(
                        choices=[
                            ("none", "Are not affected"),
                            ("to_day", "Are due by days: from the first day, or to the last"),
                            ("to_year", "Are due for the whole financial year"),
                            ("repaid", "Are due for the whole year, and repaid in part as said below"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "contributions_words",
                    models.CharField(blank=True, max_length=300, verbose_name="more about contributions"),
                ),
                (
                    "staff",
                    models.CharField(
                        choices=[
                            ("none", "Nobody is affected"),
                            ("transfer", "Transfer to the new employer"),
                            ("return", "Return to their own organisation"),
                            ("stay", "Stay with their employer and are placed at the disposal of the host"),
                            ("redundant", "Some posts end"),
                        ],
                        max_length=10,
                    ),
                ),
                ("posts", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="posts affected")),
                ("staff_words", models.CharField(blank=True, max_length=300, verbose_name="more about staff")),
                (
                    "contracts",
                    models.CharField(
                        choices=[
                            ("none", "There are none"),
                            ("stay", "Stay with who signed them"),
                            ("novated", "Go over to the new host"),
                            ("ended", "Are ended"),
                            ("run_out", "Run until they end"),
                        ],
                        max_length=10,
                    ),
                ),
                ("contracts_words", models.CharField(blank=True, max_length=300, verbose_name="more about contracts")),
                (
                    "decision",
                    models.CharField(
                        blank=True, help_text="Who decided it, when, and where it is written.", max_length=300
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="workstreams.participation",
                        verbose_name="participation",
                    ),
                ),
                (
                    "hosting",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="workstreams.hosting",
                        verbose_name="hosting",
                    ),
                ),
            ],
            options={
                "ordering": ["-effective_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "hosts"), ("hosting__isnull", False), ("participation", None)),
                            models.Q(
                                models.Q(("kind", "hosts"), _negated=True),
                                ("hosting", None),
                                ("participation__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="change_of_partner_or_host",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="workstreams.reading",
                    ),
                ),
                ("withdrawn", models.BooleanField(default=False, editable=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason for the change")),
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
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="workstreams.indicator"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "comparator",
                    models.CharField(blank=True, help_text="Who else, such as the national average.", max_length=80),
                ),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("value_hundredths", models.BigIntegerField(verbose_name="value")),
                ("target_hundredths", models.BigIntegerField(blank=True, null=True, verbose_name="target")),
                ("tolerance_hundredths", models.BigIntegerField(default=0, verbose_name="tolerance")),
                (
                    "respondents",
                    models.PositiveIntegerField(blank=True, help_text="Of a survey: how many answered.", null=True),
                ),
                ("before_sharing", models.BooleanField(default=False, verbose_name="before sharing")),
                ("source", models.CharField(help_text="Where the value was taken from.", max_length=200)),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["indicator", "last_on", "pk"],
                "indexes": [
                    models.Index(fields=["partnership", "id"], name="reading_of_partnership"),
                    models.Index(fields=["indicator", "last_on"], name="reading_of_period"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False), ("replaces", None)),
                        fields=("indicator", "organisation", "comparator", "first_on", "last_on"),
                        name="one_reading_a_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation", None), ("replaces", None)),
                        fields=("indicator", "comparator", "first_on", "last_on"),
                        name="one_joint_reading_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("comparator", ""), ("organisation", None), _connector="OR"),
                        name="reading_of_one_or_the_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gt", models.F("first_on"))), name="reading_not_backwards"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="reading_put_right_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLessonTag",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="tag")),
                (
                    "lesson",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.lesson",
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
                "verbose_name": "historical tag",
                "verbose_name_plural": "historical tags",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LessonTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="workstreams.lesson"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="tag")),
            ],
            options={
                "verbose_name": "tag",
                "ordering": ["name"],
                "indexes": [models.Index(fields=["name"], name="lesson_by_tag")],
                "constraints": [models.UniqueConstraint(fields=("lesson", "name"), name="lesson_tag_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalOptionsAppraisal",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(default="Options appraisal", max_length=120)),
                (
                    "question",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="what is to be decided",
                    ),
                ),
                (
                    "lowest",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 or 1.",
                        validators=[django.core.validators.MaxValueValidator(1)],
                        verbose_name="lowest point of the scale",
                    ),
                ),
                (
                    "scale",
                    models.TextField(
                        help_text="One line for each point, the lowest first: what a score of this point means.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="scale",
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Over how many years the cost and the benefit of each option are counted.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="years of cost and benefit",
                    ),
                ),
                (
                    "least_scorers",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="So many must be named before scoring is opened, and have finished before it is ended.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="least number of scorers",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scoring", "Being scored"),
                            ("scored", "Scored"),
                            ("decided", "Decided"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "rescore_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it is scored again"),
                ),
                ("drafted_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
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
                    "rescores",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.optionsappraisal",
                    ),
                ),
                (
                    "drafted_by",
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
                    "opened_by",
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
                "verbose_name": "historical options appraisal",
                "verbose_name_plural": "historical options appraisals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAppraisalOption",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="description",
                    ),
                ),
                ("is_do_nothing", models.BooleanField(default=False, editable=False)),
                (
                    "delivery",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("joint", "Joint working"),
                            ("lead", "Lead partner (host)"),
                            ("committee", "Joint committee"),
                            ("company", "Company"),
                            ("contract", "Contract"),
                            ("undecided", "Not decided"),
                        ],
                        help_text="If it would have one.",
                        max_length=10,
                        verbose_name="delivery model",
                    ),
                ),
                ("cost_pence", models.BigIntegerField(blank=True, null=True, verbose_name="cost")),
                ("benefit_pence", models.BigIntegerField(blank=True, null=True, verbose_name="benefit")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Where both were taken from, and what they include.",
                        max_length=300,
                        verbose_name="basis",
                    ),
                ),
                (
                    "appraisal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.optionsappraisal",
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
                "verbose_name": "historical appraisal option",
                "verbose_name_plural": "historical appraisal options",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="AppraisalOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="workstreams.optionsappraisal",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="description",
                    ),
                ),
                ("is_do_nothing", models.BooleanField(default=False, editable=False)),
                (
                    "delivery",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("joint", "Joint working"),
                            ("lead", "Lead partner (host)"),
                            ("committee", "Joint committee"),
                            ("company", "Company"),
                            ("contract", "Contract"),
                            ("undecided", "Not decided"),
                        ],
                        help_text="If it would have one.",
                        max_length=10,
                        verbose_name="delivery model",
                    ),
                ),
                ("cost_pence", models.BigIntegerField(blank=True, null=True, verbose_name="cost")),
                ("benefit_pence", models.BigIntegerField(blank=True, null=True, verbose_name="benefit")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Where both were taken from, and what they include.",
                        max_length=300,
                        verbose_name="basis",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_do_nothing", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("appraisal", "name"),
                        name="appraisal_option_once",
                        violation_error_message="There is an option of this name already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_do_nothing", True)),
                        fields=("appraisal",),
                        name="appraisal_does_nothing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cost_pence", None), ("cost_pence__gte", 0), _connector="OR"),
                            models.Q(("benefit_pence", None), ("benefit_pence__gte", 0), _connector="OR"),
                        ),
                        name="appraisal_option_not_below_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAppraisalCriterion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("meaning", models.CharField(blank=True, max_length=300, verbose_name="what it means")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ]
                    ),
                ),
                (
                    "appraisal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.optionsappraisal",
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
                "verbose_name": "historical appraisal criterion",
                "verbose_name_plural": "historical appraisal criteria",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="AppraisalCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="workstreams.optionsappraisal",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("meaning", models.CharField(blank=True, max_length=300, verbose_name="what it means")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ]
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "appraisal criteria",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("appraisal", "name"),
                        name="appraisal_criterion_once",
                        violation_error_message="There is a criterion of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 100)), name="appraisal_weight_per_cent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAppraisalScorer",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "post",
                    models.CharField(
                        blank=True, help_text="A post title, where its holder does not sign in here.", max_length=120
                    ),
                ),
                (
                    "appraisal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.optionsappraisal",
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
                "verbose_name": "historical appraisal scorer",
                "verbose_name_plural": "historical appraisal scorers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="AppraisalScorer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scorers",
                        to="workstreams.optionsappraisal",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True, help_text="A post title, where its holder does not sign in here.", max_length=120
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("appraisal", "person"),
                        name="appraisal_person_once",
                        violation_error_message="This person is a scorer already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("appraisal", "post"),
                        name="appraisal_post_once",
                        violation_error_message="This post is a scorer already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("post", "")),
                            models.Q(("person", None), models.Q(("post", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="appraisal_person_or_post",
                        violation_error_message="Choose a person or write a post: one of them.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDependency",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.milestone",
                    ),
                ),
                (
                    "waits_for",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.milestone",
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
                "verbose_name": "historical dependency",
                "verbose_name_plural": "historical dependencies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="workstreams.milestone",
                    ),
                ),
                (
                    "waits_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="held_up", to="workstreams.milestone"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "dependencies",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("milestone", "waits_for"), name="dependency_once"),
                    models.CheckConstraint(
                        condition=models.Q(("milestone", models.F("waits_for")), _negated=True),
                        name="dependency_on_another",
                        violation_error_message="A milestone can not wait for itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaselinedDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dates", to="workstreams.planbaseline"
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="baselined",
                        to="workstreams.milestone",
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("planned_start_on", models.DateField(blank=True, null=True, verbose_name="planned start")),
                ("planned_on", models.DateField(verbose_name="planned")),
            ],
            options={
                "ordering": ["planned_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("baseline", "milestone"), name="milestone_once_in_a_baseline")
                ],
            },
        ),
        migrations.CreateModel(
            name="RatificationPaper",
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
                    "ratification",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workstreams.ratification",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalRisk",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "owner_post",
                    models.CharField(
                        blank=True,
                        help_text="A post title, where the owner does not sign in here.",
                        max_length=120,
                        verbose_name="owner’s post",
                    ),
                ),
                (
                    "inherent_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="inherent likelihood",
                    ),
                ),
                (
                    "inherent_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="inherent impact",
                    ),
                ),
                (
                    "residual_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="residual likelihood",
                    ),
                ),
                (
                    "residual_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="residual impact",
                    ),
                ),
                (
                    "target_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="target likelihood",
                    ),
                ),
                (
                    "target_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="target impact",
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                (
                    "kind",
                    models.CharField(choices=[("risk", "Risk"), ("issue", "Issue")], default="risk", max_length=5),
                ),
                ("title", models.CharField(max_length=150)),
                (
                    "cause",
                    models.TextField(
                        help_text="What gives rise to it. “Because of …”",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="cause",
                    ),
                ),
                (
                    "event",
                    models.TextField(
                        help_text="What may happen, or has happened. “There is a risk that …”",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="event",
                    ),
                ),
                (
                    "effect",
                    models.TextField(
                        help_text="What would follow. “Which would …”",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="effect",
                    ),
                ),
                (
                    "proximity",
                    models.CharField(
                        choices=[
                            ("now", "Within a month"),
                            ("soon", "In one to three months"),
                            ("year", "In three to twelve months"),
                            ("later", "In more than a year"),
                        ],
                        help_text="When it would happen, if it does.",
                        max_length=5,
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("avoid", "Avoid: do it another way"),
                            ("reduce", "Reduce: make it less likely or less harmful"),
                            ("transfer", "Transfer: let somebody else bear it, by insurance or contract"),
                            ("share", "Share: bear it together"),
                            ("accept", "Accept: bear it, and watch it"),
                            ("fallback", "Prepare a fallback: do nothing until it happens"),
                        ],
                        max_length=8,
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="raised")),
                ("review_on", models.DateField(verbose_name="next review")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed"), ("became", "Became an issue")],
                        default="open",
                        editable=False,
                        max_length=6,
                    ),
                ),
                ("closed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="closed")),
                (
                    "closed_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="reason for closing",
                    ),
                ),
                (
                    "is_escalated",
                    models.BooleanField(default=False, editable=False, verbose_name="escalated to the programme"),
                ),
                (
                    "owner",
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
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "arose_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.risk",
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
                "verbose_name": "historical risk",
                "verbose_name_plural": "historical risks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RiskReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inherent_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="inherent likelihood",
                    ),
                ),
                (
                    "inherent_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="inherent impact",
                    ),
                ),
                (
                    "residual_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="residual likelihood",
                    ),
                ),
                (
                    "residual_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="residual impact",
                    ),
                ),
                (
                    "target_likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Rare"),
                            (2, "2 Unlikely"),
                            (3, "3 Possible"),
                            (4, "4 Likely"),
                            (5, "5 Almost certain"),
                        ],
                        verbose_name="target likelihood",
                    ),
                ),
                (
                    "target_impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Moderate"),
                            (4, "4 Major"),
                            (5, "5 Severe"),
                        ],
                        verbose_name="target impact",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="workstreams.risk"
                    ),
                ),
                ("on", models.DateField(verbose_name="reviewed")),
                ("next_on", models.DateField(verbose_name="next review")),
                (
                    "remark",
                    models.TextField(
                        blank=True,
                        help_text="What has changed, and why the ratings are what they are.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="remark",
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
                "abstract": False,
                "indexes": [models.Index(fields=["risk", "-on", "-id"], name="review_of_risk")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inherent_impact__range", (1, 5)),
                            ("inherent_likelihood__range", (1, 5)),
                            ("residual_impact__range", (1, 5)),
                            ("residual_likelihood__range", (1, 5)),
                            ("target_impact__range", (1, 5)),
                            ("target_likelihood__range", (1, 5)),
                        ),
                        name="workstreams_riskreview_rated_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_on__gte", models.F("on"))), name="risk_reviewed_before_next"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskEscalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="workstreams.risk"
                    ),
                ),
                ("to_programme", models.BooleanField()),
                (
                    "reason",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name="reason"
                    ),
                ),
                ("on", models.DateField(editable=False)),
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
            },
        ),
        migrations.CreateModel(
            name="HistoricalAction",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="what is to be done")),
                (
                    "is_exempt",
                    models.BooleanField(default=False, editable=False, verbose_name="exempt from publication"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("review", "Gateway review"),
                            ("risk", "Risk or issue"),
                            ("meeting", "Meeting"),
                            ("decision", "Decision"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="comes out of",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        help_text="For example the meeting and minute.",
                        max_length=200,
                        verbose_name="which one",
                    ),
                ),
                (
                    "owner_title",
                    models.CharField(
                        blank=True,
                        help_text="For example Programme Manager.",
                        max_length=120,
                        verbose_name="post title of the owner",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                ("proof", models.TextField(blank=True, verbose_name="what proves it")),
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
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.risk",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="If the owner signs in here: this person may then add notes and say that it is done.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "historical action",
                "verbose_name_plural": "historical actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty for the programme as a whole.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="workstreams.risk",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="what is to be done")),
                (
                    "is_exempt",
                    models.BooleanField(default=False, editable=False, verbose_name="exempt from publication"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("review", "Gateway review"),
                            ("risk", "Risk or issue"),
                            ("meeting", "Meeting"),
                            ("decision", "Decision"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="comes out of",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        help_text="For example the meeting and minute.",
                        max_length=200,
                        verbose_name="which one",
                    ),
                ),
                (
                    "owner_title",
                    models.CharField(
                        blank=True,
                        help_text="For example Programme Manager.",
                        max_length=120,
                        verbose_name="post title of the owner",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="If the owner signs in here: this person may then add notes and say that it is done.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
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
                ("due_on", models.DateField(verbose_name="due")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                ("proof", models.TextField(blank=True, verbose_name="what proves it")),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["partnership", "due_on"], name="action_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner_title", ""), _negated=True), ("owner__isnull", False), _connector="OR"
                        ),
                        name="action_has_an_owner",
                        violation_error_message="Say who owns it: a post title, or a person who signs in here.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on", None), ("proof", "")),
                            models.Q(("done_on__isnull", False), models.Q(("proof", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="action_done_with_proof",
                        violation_error_message="Say what proves that it is done.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("risk", None), models.Q(("is_exempt", False), ("source", "risk")), _connector="OR"
                        ),
                        name="action_about_a_risk_comes_out_of_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spend",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="workstreams.budgethead"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="That orders or pays.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("kind", models.CharField(choices=[("committed", "Committed"), ("spent", "Spent")], max_length=10)),
                ("what", models.CharField(max_length=200, verbose_name="supplier, and what for")),
                ("reference", models.CharField(blank=True, help_text="Order or invoice number.", max_length=60)),
                ("amount_pence", models.BigIntegerField(verbose_name="amount")),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        help_text="That this row pays, or corrects.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settled_by",
                        to="workstreams.spend",
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="Needed for an amount below £0.00.", max_length=300)),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_pence", 0), _negated=True),
                        name="spend_of_something",
                        violation_error_message="Enter an amount other than £0.00.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_pence__gt", 0), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="spend_below_zero_says_why",
                        violation_error_message="Say why the amount is below £0.00.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "spent"), ("amount_pence__gte", 0), ("commitment__isnull", False), _connector="OR"
                        ),
                        name="spend_takes_back_a_commitment",
                        violation_error_message="Choose the commitment that this takes back.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OptionScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scorer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="workstreams.appraisalscorer",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="workstreams.appraisaloption",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="workstreams.appraisalcriterion",
                    ),
                ),
                ("points", models.PositiveSmallIntegerField()),
                ("reason", models.TextField(validators=[django.core.validators.MaxLengthValidator(500)])),
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
                "indexes": [models.Index(fields=["scorer", "option", "criterion", "-id"], name="option_score_newest")],
            },
        ),
        migrations.CreateModel(
            name="OptionsDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="workstreams.optionsappraisal",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="workstreams.appraisaloption",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="Why it is preferred; where it does not have the highest total, why not that one.",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="reason",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided")),
                (
                    "body",
                    models.CharField(
                        help_text="For example Joint Board or Project team.", max_length=120, verbose_name="decided by"
                    ),
                ),
                ("minute", models.CharField(blank=True, max_length=80, verbose_name="minute reference")),
                ("result", models.JSONField(editable=False)),
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
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ActionNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="workstreams.action"
                    ),
                ),
                ("text", models.TextField(verbose_name="progress")),
                ("written_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ActionProof",
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
                    "action",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="workstreams.action",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="workstreams.gatewayreview",
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendation",
                        to="workstreams.action",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("critical", "Critical: do now"),
                            ("essential", "Essential: do by the date"),
                            ("recommended", "Recommended"),
                        ],
                        max_length=11,
                    ),
                ),
                ("finding", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
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
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reading",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey",
                        to="workstreams.reading",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("asked", models.CharField(max_length=300, verbose_name="who was asked")),
                ("sent", models.PositiveIntegerField(verbose_name="sent to")),
                ("answered", models.PositiveIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("satisfied", "Per cent who answered 4 or 5"),
                            ("mean", "Mean of the answers, from 1 to 5"),
                        ],
                        max_length=10,
                        verbose_name="what counts",
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
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered__gt", 0), ("answered__lte", models.F("sent"))),
                        name="survey_answered_by_who_was_asked",
                        violation_error_message="At least one has answered, and no more than were asked.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSpend",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("on", models.DateField(verbose_name="date")),
                ("kind", models.CharField(choices=[("committed", "Committed"), ("spent", "Spent")], max_length=10)),
                ("what", models.CharField(max_length=200, verbose_name="supplier, and what for")),
                ("reference", models.CharField(blank=True, help_text="Order or invoice number.", max_length=60)),
                ("amount_pence", models.BigIntegerField(verbose_name="amount")),
                ("reason", models.CharField(blank=True, help_text="Needed for an amount below £0.00.", max_length=300)),
                (
                    "head",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.budgethead",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="That orders or pays.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="That this row pays, or corrects.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workstreams.spend",
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
                "verbose_name": "historical spend",
                "verbose_name_plural": "historical spends",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SurveyQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="workstreams.survey"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=300, verbose_name="question")),
                ("answered_1", models.PositiveIntegerField(default=0, verbose_name="1")),
                ("answered_2", models.PositiveIntegerField(default=0, verbose_name="2")),
                ("answered_3", models.PositiveIntegerField(default=0, verbose_name="3")),
                ("answered_4", models.PositiveIntegerField(default=0, verbose_name="4")),
                ("answered_5", models.PositiveIntegerField(default=0, verbose_name="5")),
            ],
            options={
                "ordering": ["survey", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "number"), name="survey_question_numbered_once")
                ],
            },
        ),
    ]
