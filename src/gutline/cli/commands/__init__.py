"""The commands: one module each, named after the command, offering `command`.

A module imports nothing heavy at its top, so that `gutline --help` is instant.
"""
