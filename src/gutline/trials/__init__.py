"""Trials on oneself: planned, randomised once, run day by day, and analysed as planned.

The names below are loaded when they are first used, so that `import gutline.trials` costs nothing.
"""
