"""One frozen Settings, read once at the entry points from the environment (prefix JAWAB_)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be configured; the defaults are the measured ones."""

    model_config = SettingsConfigDict(env_prefix="JAWAB_", frozen=True)

    index: Path = Field(default=Path("index"), description="Folder of the index.")
    embedder: str = Field(
        default="bundled", description='"bundled", a local folder, or a hub name (the only case that may go online).'
    )
    reader: str = Field(default="bundled", description='"bundled", a local folder, or a hub name.')
    cache: Path | None = Field(default=None, description="Where prepared models go; default: the user's cache folder.")
    threads: int = Field(default=0, ge=0, description="CPU threads for the models; 0 leaves it to torch.")

    passage_tokens: int = Field(default=160, ge=16, le=480, description="Longest passage, in model tokens.")
    passage_overlap: int = Field(default=1, ge=0, description="Sentences shared by neighbouring passages.")

    read_passages: int = Field(default=8, ge=1, description="How many passages the reader reads for a question.")
    min_confidence: float | None = Field(
        default=None, ge=0, le=1, description="Abstain below this; unset: the reader's calibrated default."
    )
    max_question: int = Field(default=1000, ge=1, description="Longest question, in characters.")
    max_body: int = Field(default=1_000_000, ge=1, description="Largest request body, in bytes.")
    max_upload: int = Field(default=20_000_000, ge=1, description="Largest body that brings articles, in bytes.")
    max_article: int = Field(default=5_000_000, ge=1, description="Largest article, in bytes.")

    follow_seconds: float = Field(
        default=1.0, gt=0, description="Seconds between looks of the service for what another process indexed."
    )

    host: str = Field(default="127.0.0.1", description="Address the service listens at.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the service listens at.")
