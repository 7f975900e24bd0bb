"""One file a scenario; each holds a `SCENARIO`, found by scanning this folder."""
