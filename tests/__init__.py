"""Tests mirror the packages; `browser/` drives Chromium, `services/` wants servers, `benchmarks/` measures."""
