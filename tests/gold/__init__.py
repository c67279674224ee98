"""The gold room."""
