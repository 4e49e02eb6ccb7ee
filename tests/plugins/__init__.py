"""Pytest plugins of this test-suite, named in pyproject.toml."""
