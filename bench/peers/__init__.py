"""The methods compared: one file each, holding `TITLE` and `find`, found by a folder scan."""
