"""The web page and the API's documentation, served from files of this package and of Swagger UI's."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

PAGE = Path(str(files("jawab.service"))) / "page"
SWAGGER_UI = Path(str(files("fastapi_offline"))) / "static"
_READ = ["GET", "HEAD"]
_REVALIDATE = {"Cache-Control": "no-cache"}
_FONT = {"Cache-Control": "public, max-age=2592000", "Content-Type": "font/woff2"}

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=_READ)
async def page() -> FileResponse:
    """The page people ask on."""
    return FileResponse(PAGE / "index.html", headers=_REVALIDATE)


@router.api_route("/docs", methods=_READ)
async def docs() -> FileResponse:
    """Swagger UI over /openapi.json; the stock page would pull its scripts from elsewhere."""
    return FileResponse(PAGE / "docs.html", headers=_REVALIDATE)


class Assets(StaticFiles):
    """The page's files: asked for again only when changed, and fonts, which do not change, not for a month."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 where the browser has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_FONT if Path(full_path).suffix == ".woff2" else _REVALIDATE)
        return response


def mount(app: FastAPI) -> None:
    """Serve the page, its assets, and Swagger UI's own files."""
    app.include_router(router)
    app.mount("/assets", Assets(directory=PAGE / "assets"))
    app.mount("/swagger-ui", StaticFiles(directory=SWAGGER_UI))
