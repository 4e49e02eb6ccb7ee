"""Renderers: one content tree in, the bytes of one file format out. Same tree, same bytes."""
