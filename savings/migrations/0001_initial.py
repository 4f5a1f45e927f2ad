import django.core.validators
import django.db.models.deletion
import partnership.clock
import partnership.dated
import partnership.models.files
import savings.models.imports
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnership", "0001_initial"),
        ("workstreams", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSharingAgreement",
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
                        help_text="Why these percentages: what the partners agreed, and where it is written."
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="The signed agreement: its title, date and where it is kept.",
                        max_length=200,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        help_text="The body, date and minute that decided it.",
                        max_length=200,
                        verbose_name="decision",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
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
                    "proposed_by",
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
                "verbose_name": "historical sharing agreement",
                "verbose_name_plural": "historical sharing agreements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SharingAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharing_agreements",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharing_agreements",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(editable=False, help_text="Given when it is approved.", null=True),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="Why these percentages: what the partners agreed, and where it is written."
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="The signed agreement: its title, date and where it is kept.",
                        max_length=200,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        help_text="The body, date and minute that decided it.",
                        max_length=200,
                        verbose_name="decision",
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
            ],
            options={
                "ordering": ["-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="savings_sharingagreement_ends_after_it_starts",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(
                        fields=("partnership", "workstream", "version"), name="agreement_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("workstream", None)),
                        fields=("partnership", "version"),
                        name="agreement_of_all_version_once",
                    ),
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
                        name="agreement_approved_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="agreement_approved_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, help_text="A worker has it until then.", null=True)),
                ("lease", models.UUIDField(blank=True, help_text="Which worker has it.", null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_checks",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("finished", "Finished"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "A person, on the page"),
                            ("schedule", "The daily schedule"),
                            ("command", "manage.py verify_ledger"),
                        ],
                        max_length=8,
                        verbose_name="asked by way of",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=partnership.clock.now, verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Nobody, unless on the page.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("done", models.PositiveSmallIntegerField(default=0, help_text="How many of its parts are done.")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("sequence", models.BigIntegerField(default=0, help_text="Of the last posting.")),
                ("head", models.CharField(blank=True, help_text="The hash of that posting.", max_length=64)),
                ("postings", models.BigIntegerField(default=0, help_text="How many postings were read.")),
                (
                    "problems",
                    models.JSONField(default=list, help_text="The first that is wrong in each respect, as sentences."),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["partnership", "-id"], name="check_newest"),
                    models.Index(
                        condition=models.Q(("state", "finished"), _negated=True),
                        fields=["state", "leased_until"],
                        name="check_to_do",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=("partnership",),
                        name="one_check_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state", "finished")),
                            models.Q(models.Q(("state", "finished"), _negated=True), ("ended_at", None)),
                            _connector="OR",
                        ),
                        name="check_ended_when_finished",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSaving",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cashable", "Cashable"),
                            ("non_cashable", "Non-cashable"),
                            ("qualitative", "Qualitative"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("procurement", "Procurement and contracts"),
                            ("transactions", "Transactions and processes"),
                            ("staff", "Staff"),
                            ("premises", "Premises"),
                            ("ict", "ICT systems"),
                            ("support", "Support and maintenance"),
                            ("income", "Income"),
                            ("service", "Service quality"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("recurring", "Recurring: the same amount every year"), ("one_off", "One-off")],
                        max_length=9,
                    ),
                ),
                ("method", models.TextField(verbose_name="how it was worked out")),
                (
                    "baseline",
                    models.CharField(
                        choices=[("taken", "A baseline was taken"), ("none", "None was taken")], max_length=5
                    ),
                ),
                ("baseline_pence", models.BigIntegerField(blank=True, null=True, verbose_name="cost before, a year")),
                (
                    "baseline_source",
                    models.CharField(blank=True, max_length=200, verbose_name="where the baseline was taken from"),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, help_text="For a qualitative benefit: what is counted.", max_length=40
                    ),
                ),
                (
                    "request_key",
                    models.UUIDField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        help_text="Of the form: sent twice, it drafts once.",
                        null=True,
                    ),
                ),
                ("created_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
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
                        help_text="Whose officer logged it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "created_by",
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
                "verbose_name": "historical saving",
                "verbose_name_plural": "historical savings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Saving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="savings",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="savings", to="workstreams.workstream"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="Whose officer logged it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cashable", "Cashable"),
                            ("non_cashable", "Non-cashable"),
                            ("qualitative", "Qualitative"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("procurement", "Procurement and contracts"),
                            ("transactions", "Transactions and processes"),
                            ("staff", "Staff"),
                            ("premises", "Premises"),
                            ("ict", "ICT systems"),
                            ("support", "Support and maintenance"),
                            ("income", "Income"),
                            ("service", "Service quality"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("recurring", "Recurring: the same amount every year"), ("one_off", "One-off")],
                        max_length=9,
                    ),
                ),
                ("method", models.TextField(verbose_name="how it was worked out")),
                (
                    "baseline",
                    models.CharField(
                        choices=[("taken", "A baseline was taken"), ("none", "None was taken")], max_length=5
                    ),
                ),
                ("baseline_pence", models.BigIntegerField(blank=True, null=True, verbose_name="cost before, a year")),
                (
                    "baseline_source",
                    models.CharField(blank=True, max_length=200, verbose_name="where the baseline was taken from"),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, help_text="For a qualitative benefit: what is counted.", max_length=40
                    ),
                ),
                (
                    "request_key",
                    models.UUIDField(
                        blank=True,
                        editable=False,
                        help_text="Of the form: sent twice, it drafts once.",
                        null=True,
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "created_by",
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
                        condition=models.Q(("baseline", "taken"), ("baseline_pence", None), _connector="OR"),
                        name="saving_baseline_none_has_no_cost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "qualitative"), _negated=True),
                            models.Q(("unit", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="saving_qualitative_has_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ledger",
            fields=[
                (
                    "partnership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="partnership.partnership",
                    ),
                ),
                ("sequence", models.BigIntegerField(default=0)),
                ("sealed", models.BigIntegerField(default=0, help_text="The number of the last seal.")),
                (
                    "head",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        help_text="The hash of the last posting or seal.",
                        max_length=64,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        help_text="The moment of the last posting; moments never run backwards.", null=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subtotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                ("grouping", models.CharField(max_length=12)),
                ("sequence", models.BigIntegerField()),
                ("size", models.PositiveIntegerField(help_text="How many cells it has.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "grouping", "sequence"), name="subtotal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBasket",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
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
                        help_text="Whose officer added it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "created_by",
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
                "verbose_name": "historical joint procurement",
                "verbose_name_plural": "historical joint procurements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Basket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baskets",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="baskets", to="workstreams.workstream"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="Whose officer added it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "joint procurement",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workstream", "name"),
                        name="basket_name_once",
                        violation_error_message="This workstream has a joint procurement of this name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateSearch",
            fields=[
                (
                    "partnership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="partnership.partnership",
                    ),
                ),
                ("sequence", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalHighlightReport",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("month", models.DateField(editable=False, help_text="Its first day.")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "overall",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="overall",
                    ),
                ),
                (
                    "overall_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for overall",
                    ),
                ),
                (
                    "time",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="time",
                    ),
                ),
                (
                    "time_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for time",
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="cost",
                    ),
                ),
                (
                    "cost_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for cost",
                    ),
                ),
                (
                    "benefit",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="benefit",
                    ),
                ),
                (
                    "benefit_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for benefit",
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="risk",
                    ),
                ),
                (
                    "risk_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for risk",
                    ),
                ),
                (
                    "done",
                    models.TextField(
                        blank=True,
                        help_text="One point on each line.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="done in this month",
                    ),
                ),
                (
                    "next",
                    models.TextField(
                        blank=True,
                        help_text="One point on each line.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="next steps",
                    ),
                ),
                (
                    "decisions",
                    models.TextField(
                        blank=True,
                        help_text="One point on each line.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="decisions needed",
                    ),
                ),
                (
                    "correction",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="reason for the correction"
                    ),
                ),
                ("drafted_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("sequence", models.BigIntegerField(editable=False, null=True, verbose_name="ledger sequence")),
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
                "verbose_name": "historical highlight report",
                "verbose_name_plural": "historical highlight reports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HighlightReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="highlights",
                        to="workstreams.workstream",
                    ),
                ),
                ("month", models.DateField(editable=False, help_text="Its first day.")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "overall",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="overall",
                    ),
                ),
                (
                    "overall_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for overall",
                    ),
                ),
                (
                    "time",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="time",
                    ),
                ),
                (
                    "time_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for time",
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="cost",
                    ),
                ),
                (
                    "cost_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for cost",
                    ),
                ),
                (
                    "benefit",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="benefit",
                    ),
                ),
                (
                    "benefit_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for benefit",
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="risk",
                    ),
                ),
                (
                    "risk_reason",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(500)],
                        verbose_name="reason for risk",
                    ),
                ),
                (
                    "done",
                    models.TextField(
                        blank=True,
                        help_text="One point on each line.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="done in this month",
                    ),
                ),
                (
                    "next",
                    models.TextField(
                        blank=True,
                        help_text="One point on each line.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="next steps",
                    ),
                ),
                (
                    "decisions",
                    models.TextField(
                        blank=True,
                        help_text="One point on each line.",
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="decisions needed",
                    ),
                ),
                (
                    "correction",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="reason for the correction"
                    ),
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
                ("sequence", models.BigIntegerField(editable=False, null=True, verbose_name="ledger sequence")),
                ("figures", models.JSONField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-month", "workstream__name", "-version"],
                "indexes": [models.Index(fields=["month", "workstream"], name="highlight_by_month")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workstream", "month", "version"),
                        name="highlight_version_once",
                        violation_error_message="This month has a report already. Open that one.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("workstream", "month"),
                        name="highlight_one_draft",
                        violation_error_message="This month has a draft already. Open that one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("figures__isnull", True),
                                ("sequence", None),
                                ("state", "draft"),
                                ("submitted_at", None),
                                ("submitted_by", None),
                            ),
                            models.Q(
                                ("state", "submitted"),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                                ("figures__isnull", False),
                                ("sequence__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="highlight_submitted_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                ("overall", ""),
                                ("time", ""),
                                ("cost", ""),
                                ("benefit", ""),
                                ("risk", ""),
                                ("overall_reason", ""),
                                ("time_reason", ""),
                                ("cost_reason", ""),
                                ("benefit_reason", ""),
                                ("risk_reason", ""),
                                _connector="OR",
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="highlight_submitted_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction", ""), ("version", 1)),
                            models.Q(("version__gt", 1), models.Q(("correction", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="highlight_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, help_text="A worker has it until then.", null=True)),
                ("lease", models.UUIDField(blank=True, help_text="Which worker has it.", null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="For whom it states.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "request_key",
                    models.UUIDField(help_text="One for each form shown: a double click uploads once.", unique=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("checking", "Being checked"),
                            ("reported", "Checked"),
                            ("confirmed", "Waiting to be written"),
                            ("writing", "Being written"),
                            ("finished", "Imported"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The file's name as it was uploaded.", max_length=150, verbose_name="file"
                    ),
                ),
                ("file", models.FileField(max_length=200, upload_to=savings.models.imports._stored_name)),
                ("format", models.CharField(choices=[("csv", "CSV"), ("xlsx", "Excel")], max_length=4)),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("uploaded_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("expected", models.PositiveIntegerField(default=0, help_text="How many rows it seems to have.")),
                ("rows", models.PositiveIntegerField(default=0, help_text="Read so far.")),
                ("good", models.PositiveIntegerField(default=0, help_text="Rows without an error.")),
                ("errors", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("notes", models.JSONField(default=list, help_text="How the file was read.")),
                ("totals", models.JSONField(default=list, help_text="Sums of the good rows, to check against.")),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("only_good", models.BooleanField(default=False, help_text="Rows with errors are left out.")),
                ("at_once", models.BooleanField(default=False, help_text="What it drafts is submitted at once.")),
                ("written", models.PositiveIntegerField(default=0, help_text="Statements made.")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["partnership", "organisation", "sha256"], name="import_same_file"),
                    models.Index(
                        condition=models.Q(("state", "finished"), _negated=True),
                        fields=["state", "leased_until"],
                        name="import_to_do",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="import_confirmed_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("good__lte", models.F("rows"))), name="import_good_are_rows"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WithdrawalAnalysis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal_analyses",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal_analyses",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                        verbose_name="who leaves",
                    ),
                ),
                ("last_on", models.DateField(verbose_name="last day")),
                (
                    "inputs",
                    models.JSONField(default=dict, help_text="What was entered, and the figures that were read."),
                ),
                ("results", models.JSONField(default=dict, help_text="What came out: see savings/leaving.")),
                ("sequence", models.BigIntegerField(help_text="Of the last posting that the figures are made of.")),
                ("made_at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "withdrawal analyses",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PeriodStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_steps",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                ("quarter", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("asked", "Asked to close"),
                            ("refused", "Closing refused"),
                            ("taken_back", "Request to close taken back"),
                            ("closed", "Closed"),
                            ("reopening_asked", "Asked to reopen"),
                            ("reopening_approved", "Reopening approved"),
                            ("reopening_refused", "Reopening refused"),
                            ("reopening_taken_back", "Request to reopen taken back"),
                            ("reopened", "Reopened"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        help_text="What was asked.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="savings.periodstep",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="For which it was taken.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("sequence", models.BigIntegerField()),
                ("at", models.DateTimeField(default=partnership.clock.now)),
                (
                    "by",
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
                "indexes": [models.Index(fields=["partnership", "year", "quarter", "id"], name="step_of_period")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation__isnull", False),
                                ("step__in", ("reopening_approved", "reopening_refused")),
                            ),
                            models.Q(
                                models.Q(("step__in", ("reopening_approved", "reopening_refused")), _negated=True),
                                ("organisation", None),
                            ),
                            _connector="OR",
                        ),
                        name="period_step_of_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answers", None), ("step__in", ("asked", "reopening_asked"))),
                            models.Q(
                                models.Q(("step__in", ("asked", "reopening_asked")), _negated=True),
                                ("answers__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="period_step_answers_what_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quarter", None), models.Q(("quarter__gte", 1), ("quarter__lte", 4)), _connector="OR"
                        ),
                        name="period_step_quarter_of_a_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPublication",
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
                "verbose_name": "historical publication",
                "verbose_name_plural": "historical publications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Publication",
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
                        name="publication_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__gte", models.F("published_at")), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="publication_withdrawn_all_or_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("sequence", models.BigIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("statement", "Statement"),
                            ("evidence", "Evidence"),
                            ("step", "Step of a period"),
                            ("agreement", "Sharing agreement"),
                            ("comment", "Comment"),
                            ("duplicate", "Decision on a likely duplicate"),
                        ],
                        max_length=9,
                    ),
                ),
                ("row", models.BigIntegerField(help_text="Its id.")),
                ("digest", models.CharField(help_text="SHA-256 of what the row says.", max_length=64)),
                ("algorithm", models.PositiveSmallIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["partnership", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "number"), name="seal_number_once"),
                    models.UniqueConstraint(fields=("what", "row"), name="sealed_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seal_number_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="savings.sharingagreement"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.organisation"
                    ),
                ),
                ("hundredths", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["organisation__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "organisation"), name="one_agreed_part_each"),
                    models.CheckConstraint(
                        condition=models.Q(("hundredths__lte", 10000)), name="agreed_part_of_a_whole"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubtotalCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subtotal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="savings.subtotal",
                    ),
                ),
                ("workstream", models.BigIntegerField()),
                ("organisation", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("stage", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=9)),
                ("pence", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subtotal", "workstream"], name="cell_of_workstream"),
                    models.Index(fields=["subtotal", "organisation"], name="cell_of_organisation"),
                    models.Index(fields=["subtotal", "year"], name="cell_of_year"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "saving",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="savings.saving"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("target", "Target"),
                            ("forecast", "Forecast"),
                            ("contracted", "Contracted"),
                            ("realised", "Realised"),
                        ],
                        max_length=10,
                        verbose_name="stage of claim",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                (
                    "quarter",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Quarter 1"), (2, "Quarter 2"), (3, "Quarter 3"), (4, "Quarter 4")],
                        null=True,
                    ),
                ),
                (
                    "belongs_to_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of a late claim.",
                        null=True,
                        validators=[partnership.dated.validate_year],
                        verbose_name="year that it belongs to",
                    ),
                ),
                (
                    "belongs_to_quarter",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="quarter that it belongs to"),
                ),
                ("amount_pence", models.BigIntegerField(default=0, verbose_name="amount")),
                ("measure_hundredths", models.BigIntegerField(blank=True, null=True, verbose_name="measure")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("equal", "Equally"),
                            ("population", "By population"),
                            ("budget", "By net revenue budget"),
                            ("usage", "By spend or use in the period"),
                            ("agreement", "By the partners' agreement"),
                            ("agreed", "By agreed percentages"),
                            ("one", "To one organisation alone"),
                            ("contract", "By the parts of its contract"),
                            ("sole", "To one partner alone, by its own implementation"),
                        ],
                        max_length=10,
                        verbose_name="shared",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="savings.sharingagreement",
                    ),
                ),
                (
                    "usage_unit",
                    models.CharField(blank=True, help_text="What the spend or use is counted in.", max_length=40),
                ),
                (
                    "usage_source",
                    models.CharField(blank=True, help_text="Where the spend or use was taken from.", max_length=200),
                ),
                (
                    "sole_reason",
                    models.CharField(
                        blank=True,
                        help_text="Why the benefit is due to one partner's own implementation.",
                        max_length=300,
                    ),
                ),
                ("stated_on", models.DateField(verbose_name="stated on")),
                ("note", models.TextField(blank=True)),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="savings.statement",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        help_text="Of a reversal: the statement that it is equal and opposite to. A draft of it is the request.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="savings.statement",
                    ),
                ),
                (
                    "restates",
                    models.OneToOneField(
                        blank=True,
                        help_text="The reversed statement in whose place this one states the saving anew.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restated_by",
                        to="savings.statement",
                    ),
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
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sequence",
                    models.BigIntegerField(blank=True, editable=False, help_text="Its first posting.", null=True),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        help_text="Everyone who drafted or edited it.", related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["partnership", "-id"], name="statement_newest"),
                    models.Index(fields=["partnership", "amount_pence", "id"], name="statement_by_amount"),
                    models.Index(fields=["partnership", "year", "id"], name="statement_by_year"),
                    models.Index(fields=["partnership", "sequence"], name="statement_by_sequence"),
                    models.Index(fields=["partnership", "organisation", "-id"], name="statement_by_organisation"),
                    models.Index(
                        condition=models.Q(("belongs_to_year", None), _negated=True),
                        fields=["partnership", "belongs_to_year"],
                        name="statement_late",
                    ),
                    models.Index(
                        condition=models.Q(("sequence__isnull", True)),
                        fields=["partnership", "organisation"],
                        name="statement_drafts",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_pence__gte", -1000000000000), ("amount_pence__lte", 1000000000000)),
                        name="statement_amount_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreement__isnull", False), ("basis", "agreement")),
                            models.Q(models.Q(("basis", "agreement"), _negated=True), ("agreement", None)),
                            _connector="OR",
                        ),
                        name="statement_by_agreement_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis", "usage"),
                                models.Q(("usage_unit", ""), _negated=True),
                                models.Q(("usage_source", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("basis", "usage"), _negated=True), ("usage_source", ""), ("usage_unit", "")
                            ),
                            _connector="OR",
                        ),
                        name="statement_by_usage_says_of_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "sole"), models.Q(("sole_reason", ""), _negated=True)),
                            models.Q(models.Q(("basis", "sole"), _negated=True), ("sole_reason", "")),
                            _connector="OR",
                        ),
                        name="statement_sole_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sequence", None), ("submitted_at", None), ("submitted_by", None)),
                            models.Q(
                                ("sequence__isnull", False),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="statement_submitted_all_or_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("belongs_to_quarter", None), ("belongs_to_year", None)),
                            models.Q(("belongs_to_year__isnull", False), ("belongs_to_year__lt", models.F("year"))),
                            models.Q(
                                ("belongs_to_quarter__isnull", False),
                                ("belongs_to_quarter__lt", models.F("quarter")),
                                ("belongs_to_year", models.F("year")),
                                ("belongs_to_year__isnull", False),
                                ("quarter__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="statement_belongs_to_an_earlier_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces", None), ("reverses", None)),
                            models.Q(("replaces", None), ("restates", None)),
                            models.Q(("restates", None), ("reverses", None)),
                            _connector="OR",
                        ),
                        name="statement_takes_one_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContract",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("supplier", models.CharField(max_length=120)),
                ("reference", models.CharField(max_length=60)),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                ("baseline_pence", models.BigIntegerField(verbose_name="price before, a year")),
                ("price_pence", models.BigIntegerField(verbose_name="new price, a year")),
                (
                    "counted",
                    models.CharField(
                        choices=[("months", "By months"), ("days", "By days")],
                        default="months",
                        max_length=6,
                        verbose_name="parts of a year",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("contracted", "Contracted"), ("forecast", "Forecast")],
                        max_length=10,
                        verbose_name="stage of claim",
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
                    "saving",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.saving",
                    ),
                ),
                (
                    "basket",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.basket",
                        verbose_name="joint procurement",
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
                "verbose_name": "historical contract",
                "verbose_name_plural": "historical contracts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "saving",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contract", to="savings.saving"
                    ),
                ),
                (
                    "basket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="savings.basket",
                        verbose_name="joint procurement",
                    ),
                ),
                ("supplier", models.CharField(max_length=120)),
                ("reference", models.CharField(max_length=60)),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                ("baseline_pence", models.BigIntegerField(verbose_name="price before, a year")),
                ("price_pence", models.BigIntegerField(verbose_name="new price, a year")),
                (
                    "counted",
                    models.CharField(
                        choices=[("months", "By months"), ("days", "By days")],
                        default="months",
                        max_length=6,
                        verbose_name="parts of a year",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("contracted", "Contracted"), ("forecast", "Forecast")],
                        max_length=10,
                        verbose_name="stage of claim",
                    ),
                ),
            ],
            options={
                "ordering": ["ends_on", "pk"],
                "indexes": [models.Index(fields=["partnership", "ends_on"], name="contract_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="contract_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_pence__gte", 0),
                            ("baseline_pence__lte", 1000000000000),
                            ("price_pence__gte", 0),
                            ("price_pence__lte", 1000000000000),
                        ),
                        name="contract_prices_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                    "saving",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="savings.saving"
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
                "verbose_name_plural": "evidence",
                "ordering": ["uploaded_at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="savings.import",
                    ),
                ),
                ("severity", models.CharField(choices=[("error", "Error"), ("warning", "Warning")], max_length=7)),
                ("sheet", models.CharField(blank=True, max_length=60)),
                ("row", models.PositiveIntegerField(blank=True, help_text="As the spreadsheet counts it.", null=True)),
                ("column", models.CharField(blank=True, max_length=120)),
                ("found", models.CharField(blank=True, max_length=200)),
                ("sentence", models.CharField(max_length=600, verbose_name="what is wrong")),
                ("expected", models.CharField(blank=True, max_length=600)),
                ("ordinal", models.PositiveIntegerField(help_text="The first of its kind is 1.")),
            ],
            options={
                "ordering": ["of", "pk"],
                "indexes": [models.Index(fields=["of", "severity", "ordinal"], name="problem_of_import")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStatement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("target", "Target"),
                            ("forecast", "Forecast"),
                            ("contracted", "Contracted"),
                            ("realised", "Realised"),
                        ],
                        max_length=10,
                        verbose_name="stage of claim",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[partnership.dated.validate_year], verbose_name="financial year"
                    ),
                ),
                (
                    "quarter",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Quarter 1"), (2, "Quarter 2"), (3, "Quarter 3"), (4, "Quarter 4")],
                        null=True,
                    ),
                ),
                (
                    "belongs_to_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of a late claim.",
                        null=True,
                        validators=[partnership.dated.validate_year],
                        verbose_name="year that it belongs to",
                    ),
                ),
                (
                    "belongs_to_quarter",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="quarter that it belongs to"),
                ),
                ("amount_pence", models.BigIntegerField(default=0, verbose_name="amount")),
                ("measure_hundredths", models.BigIntegerField(blank=True, null=True, verbose_name="measure")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("equal", "Equally"),
                            ("population", "By population"),
                            ("budget", "By net revenue budget"),
                            ("usage", "By spend or use in the period"),
                            ("agreement", "By the partners' agreement"),
                            ("agreed", "By agreed percentages"),
                            ("one", "To one organisation alone"),
                            ("contract", "By the parts of its contract"),
                            ("sole", "To one partner alone, by its own implementation"),
                        ],
                        max_length=10,
                        verbose_name="shared",
                    ),
                ),
                (
                    "usage_unit",
                    models.CharField(blank=True, help_text="What the spend or use is counted in.", max_length=40),
                ),
                (
                    "usage_source",
                    models.CharField(blank=True, help_text="Where the spend or use was taken from.", max_length=200),
                ),
                (
                    "sole_reason",
                    models.CharField(
                        blank=True,
                        help_text="Why the benefit is due to one partner's own implementation.",
                        max_length=300,
                    ),
                ),
                ("stated_on", models.DateField(verbose_name="stated on")),
                ("note", models.TextField(blank=True)),
                ("drafted_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "sequence",
                    models.BigIntegerField(blank=True, editable=False, help_text="Its first posting.", null=True),
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
                    "saving",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.saving",
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
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.sharingagreement",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.statement",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Of a reversal: the statement that it is equal and opposite to. A draft of it is the request.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.statement",
                    ),
                ),
                (
                    "restates",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The reversed statement in whose place this one states the saving anew.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.statement",
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
                "verbose_name": "historical statement",
                "verbose_name_plural": "historical statements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="savings.statement"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.partnership"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="partnership.organisation",
                    ),
                ),
                (
                    "weight",
                    models.BigIntegerField(
                        help_text="Persons, pence of budget, hundredths of a per cent or of a unit of use, as the basis says."
                    ),
                ),
                ("pence", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("verified", "Verified"),
                            ("returned", "Returned"),
                            ("restated", "Restated"),
                            ("reversed", "Reversed"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__code"],
                "indexes": [
                    models.Index(fields=["partnership", "organisation", "state", "statement"], name="share_waiting"),
                    models.Index(
                        condition=models.Q(("state__in", ["submitted", "returned", "restated"])),
                        fields=["partnership", "state", "statement"],
                        name="share_unsettled",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("statement", "organisation"), name="one_share_each")],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.partnership"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="savings.statement"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name="comment"
                    ),
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
            },
        ),
        migrations.CreateModel(
            name="HistoricalContractPart",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("weight", models.BigIntegerField()),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="savings.contract",
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
                "verbose_name": "historical contract part",
                "verbose_name_plural": "historical contract parts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ContractPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="savings.contract"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.organisation"
                    ),
                ),
                ("weight", models.BigIntegerField()),
            ],
            options={
                "ordering": ["organisation__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "organisation"), name="contract_one_part_each"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gt", 0)), name="contract_part_more_than_nothing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LikelyPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="likely_pairs",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="savings.statement"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="savings.statement"
                    ),
                ),
                (
                    "alike",
                    models.CharField(
                        choices=[
                            ("amount", "The same amount"),
                            ("close", "Nearly the same amount and title"),
                            ("share", "One is an organisation's share of the other"),
                        ],
                        max_length=6,
                    ),
                ),
                ("found_at", models.DateTimeField(default=partnership.clock.now, editable=False)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["partnership", "-id"], name="pair_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="one_row_a_pair"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imported_rows", to="savings.import"
                    ),
                ),
                ("sheet", models.CharField(blank=True, max_length=60)),
                ("row", models.PositiveIntegerField()),
                (
                    "saving",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imported_rows", to="savings.saving"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of an older saving.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_rows",
                        to="savings.statement",
                    ),
                ),
            ],
            options={
                "ordering": ["of", "pk"],
                "constraints": [models.UniqueConstraint(fields=("of", "sheet", "row"), name="imported_row_once")],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="partnership.partnership",
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                (
                    "workstream",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "saving",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="savings.saving",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="savings.statement"
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="savings.share",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cashable", "Cashable"),
                            ("non_cashable", "Non-cashable"),
                            ("qualitative", "Qualitative"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("procurement", "Procurement and contracts"),
                            ("transactions", "Transactions and processes"),
                            ("staff", "Staff"),
                            ("premises", "Premises"),
                            ("ict", "ICT systems"),
                            ("support", "Support and maintenance"),
                            ("income", "Income"),
                            ("service", "Service quality"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("target", "Target"),
                            ("forecast", "Forecast"),
                            ("contracted", "Contracted"),
                            ("realised", "Realised"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("verified", "Verified"),
                            ("returned", "Returned"),
                            ("restated", "Restated"),
                            ("reversed", "Reversed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("entering", models.BooleanField()),
                ("pence", models.BigIntegerField()),
                ("measure_hundredths", models.BigIntegerField(null=True)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("submitted", "New statements"),
                            ("verified", "Verifications"),
                            ("returned", "Returns"),
                            ("restated", "Restatements"),
                            ("reapportioned", "Re-apportionments"),
                            ("reversed", "Reversals"),
                            ("corrected", "Corrections of closed periods"),
                        ],
                        max_length=13,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("algorithm", models.PositiveSmallIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["partnership", "sequence"],
                "indexes": [
                    models.Index(fields=["share", "-sequence"], name="posting_of_share"),
                    models.Index(fields=["partnership", "at", "sequence"], name="posting_by_moment"),
                    models.Index(fields=["partnership", "workstream", "sequence"], name="posting_of_workstream"),
                    models.Index(fields=["partnership", "organisation", "sequence"], name="posting_of_organisation"),
                    models.Index(
                        condition=models.Q(("kind", "qualitative")),
                        fields=["partnership", "sequence"],
                        name="posting_qualitative",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "sequence"), name="posting_sequence_once"),
                    models.CheckConstraint(condition=models.Q(("sequence__gte", 1)), name="posting_sequence_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "qualitative"), ("measure_hundredths__isnull", False), ("pence", 0)),
                            models.Q(models.Q(("kind", "qualitative"), _negated=True), ("measure_hundredths", None)),
                            _connector="OR",
                        ),
                        name="posting_money_or_measure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="savings.likelypair"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("different", "Different savings: both stand"),
                            ("same", "The same saving: one of them is to go"),
                            ("merged", "Merged: the statement named stands for both"),
                        ],
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                (
                    "stands",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of merged ones: which stands.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="savings.statement",
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=partnership.clock.now)),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stands__isnull", False), ("verdict", "merged")),
                            models.Q(models.Q(("verdict", "merged"), _negated=True), ("stands", None)),
                            _connector="OR",
                        ),
                        name="merged_names_what_stands",
                    )
                ],
            },
        ),
    ]
