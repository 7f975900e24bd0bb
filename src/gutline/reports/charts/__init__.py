"""Charts: each module builds one Vega-Lite spec as a dict; `drawing` turns it into inline SVG."""
