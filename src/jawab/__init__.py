"""jawab: quoted answers in Arabic and French from a collection of articles."""

__version__ = "0.1.0"
