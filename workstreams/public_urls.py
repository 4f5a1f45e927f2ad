"""Addresses of the public A-Z, below `/shared-services/<slug of a partnership>/`: for anybody, without signing in."""

from django.urls import path

from workstreams.views import directory

urlpatterns = [
    path("", directory.public_services, name="public-services"),
    path("services.csv", directory.public_services_file, name="public-services-file"),
]
