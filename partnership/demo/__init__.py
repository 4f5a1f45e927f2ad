"""Demonstration and generated partnerships: wiring that the two commands use and nothing else imports."""
