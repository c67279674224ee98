"""The web page and the API's documentation, served from files of this package and of Swagger UI's."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

PAGE = Path(str(files("jawab.service"))) / "page"
SWAGGER_UI = Path(str(files("fastapi_offline"))) / "static"
_REVALIDATE = {"Cache-Control": "no-cache"}

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page() -> FileResponse:
    """The page people ask on."""
    return FileResponse(PAGE / "index.html", headers=_REVALIDATE)


@router.get("/docs")
async def docs() -> FileResponse:
    """Swagger UI over /openapi.json; the stock page would pull its scripts from elsewhere."""
    return FileResponse(PAGE / "docs.html", headers=_REVALIDATE)


def mount(app: FastAPI) -> None:
    """Serve the page, its assets, and Swagger UI's own files."""
    app.include_router(router)
    app.mount("/assets", StaticFiles(directory=PAGE / "assets"))
    app.mount("/swagger-ui", StaticFiles(directory=SWAGGER_UI))
