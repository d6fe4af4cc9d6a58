"""Recipes in, models and cards out: all that is learned, and nothing that a check needs at run time."""
