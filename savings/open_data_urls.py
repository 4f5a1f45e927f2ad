"""Addresses of open data, below `/open-data/<slug of a partnership>/`: for anybody, without signing in."""

from django.urls import path

from savings.views import open_data

urlpatterns = [
    path("", open_data.open_data, name="open-data"),
    path("verified-savings.csv", open_data.open_data_file, name="open-data-file"),
]
