"""Builds the figures of the package's foods from public food tables."""
