"""Triggers that keep the ledger append-only."""

from django.db import migrations

from partnership.guards import install
from savings.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("savings", "0001_initial")]
    operations = [install(GUARDS)]
