"""`python -m gutline.cli`: the same as `gutline`."""

from __future__ import annotations

from gutline.cli import main

if __name__ == "__main__":
    main()
