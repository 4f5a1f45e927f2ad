"""Triggers that keep packs, releases and history as they are."""

from django.db import migrations

from governance.guards import GUARDS
from partnership.guards import install


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [install(GUARDS)]
