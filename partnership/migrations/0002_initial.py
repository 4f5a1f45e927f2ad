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
    ]
