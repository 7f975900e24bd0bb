"""The tables, and every change to them since."""
