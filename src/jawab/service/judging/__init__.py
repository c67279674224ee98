"""Judging: what people say of answers, kept in SQLite, measured for agreement, and downloaded as a gold set."""
