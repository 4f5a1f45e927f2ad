"""Triggers that keep what happened to people, roles and organisations."""

from django.db import migrations

from partnership.guards import GUARDS, install


class Migration(migrations.Migration):
    dependencies = [("partnership", "0002_initial")]
    operations = [install(GUARDS)]
