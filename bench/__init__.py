"""Measure the engine against its peers and a seer on people whose truth is known."""
