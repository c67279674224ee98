"""Corpus: files and folders -> articles; every complaint names file and line."""
