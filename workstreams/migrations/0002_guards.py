"""Triggers that keep what is decided, baselined and reported about workstreams."""

from django.db import migrations

from partnership.guards import install
from workstreams.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("workstreams", "0001_initial")]
    operations = [install(GUARDS)]
