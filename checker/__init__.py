"""Reads an authority's correspondence and draft publicity and finds breaches of its protocol on Member/Officer relations."""

__version__ = "0.1.0"
