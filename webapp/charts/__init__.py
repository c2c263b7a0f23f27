"""Charts, drawn on the server: a specification by Altair, made SVG or PNG by vl-convert.

Both are imported when a chart is drawn first: pages must not wait for them.
"""
