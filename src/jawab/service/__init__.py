"""The HTTP service: the API, its documentation, and the web page."""

from jawab.service.app import create_app

__all__ = ["create_app"]
