"""The HTTP service: the API, its documentation, and the web page."""

from jawab.service.app import create_app
from jawab.service.collection import LiveIndex

__all__ = ["LiveIndex", "create_app"]
