"""Readers of deliveries: JSON, CSV and workbooks become the same columns. They judge form only, never content."""
