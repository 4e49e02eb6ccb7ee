"""Charts as Vega-Lite descriptions made with Altair; one description serves paper, page and Word."""
