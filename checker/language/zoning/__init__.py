"""The parts of zoning, which ``checker.language.zones`` puts together."""
