"""Reads correspondence and draft publicity of a public authority and finds breaches of its protocol on Member/Officer relations."""

__version__ = "0.1.0"
