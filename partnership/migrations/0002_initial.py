import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnership", "0001_initial"),
        ("workstreams", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="HistoricalGrant",
            name="workstream",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="workstreams.workstream",
            ),
        ),
        migrations.AddField(
            model_name="Grant",
            name="workstream",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workstreams.workstream",
            ),
        ),
        migrations.AddConstraint(
            model_name="Grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="partnership_grant_ends_after_it_starts",
                violation_error_message="The end date must be on or after the start date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="Grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("requested_at", None), ("requested_by", None)),
                    models.Q(("requested_at__isnull", False), ("requested_by__isnull", False)),
                    _connector="OR",
                ),
                name="grant_requested_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="Grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False), ("requested_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="grant_approved_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="Grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("requested_by")), _negated=True),
                    _connector="OR",
                ),
                name="grant_approved_by_another",
                violation_error_message="Another administrator than the one who asked must approve this role.",
            ),
        ),
        migrations.AddConstraint(
            model_name="Grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None), models.Q(("approved_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="grant_approved_for_another",
                violation_error_message="Nobody approves a role of their own.",
            ),
        ),
    ]
