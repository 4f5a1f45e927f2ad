"""Indexes of the words of reports, for the search on PostgreSQL."""

from django.db import migrations

from governance.search import TEXTS
from partnership.trigrams import install


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_guards")]
    operations = [install(*TEXTS)]
