"""One frozen Settings, read once at the entry points from the environment (prefix JAWAB_)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

READ_PASSAGES = 10


def _listed(value: object) -> object:
    """The items of "one, two", or of a JSON list."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [item.strip() for item in value.split(",") if item.strip()]


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


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

    read_passages: int = Field(
        default=READ_PASSAGES, ge=1, description="How many passages the reader reads for a question."
    )
    min_confidence: float | None = Field(
        default=None, ge=0, le=1, description="Abstain below this; unset: the reader's calibrated default."
    )
    max_question: int = Field(default=1000, ge=1, description="Longest question, in characters.")
    max_body: int = Field(default=1_000_000, ge=1, description="Largest request body, in bytes.")
    max_upload: int = Field(default=20_000_000, ge=1, description="Largest body that brings articles, in bytes.")
    max_article: int = Field(default=5_000_000, ge=1, description="Largest article, in bytes.")

    max_waiting: int = Field(default=32, ge=1, description="Questions that may wait for the models; more are refused.")
    max_together: int = Field(default=8, ge=1, description="Questions that are embedded and read together.")
    deadline: float = Field(default=60, gt=0, description="Seconds a question may take, waiting included.")
    write_deadline: float = Field(
        default=600, gt=0, description="Seconds a change of the collection may take, waiting included."
    )
    answer_cache: int = Field(default=512, ge=0, description="Answers kept for the next who asks the same; 0: none.")
    log_questions: bool = Field(default=False, description="Write the text of questions to the log.")
    follow_seconds: float = Field(
        default=1.0, gt=0, description="Seconds between looks of the service for what another process indexed."
    )
    judgements: Path | None = Field(
        default=None, description="SQLite file of what judges said of answers; default: beside the index."
    )

    host: str = Field(default="127.0.0.1", description="Address the service listens at.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the service listens at.")

    keys: Path = Field(default=Path("keys.json"), description="File of the API keys' hashes.")
    require_keys: bool | None = Field(
        default=None, description="Whether the API asks for a key; unset: at every address but a loopback one."
    )
    rate_limit: float | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        allow_inf_nan=False,
        description="Requests a minute for one key or address; 0: no limit; unset: 600 where strangers may come.",
    )
    rate_burst: int = Field(default=60, ge=1, description="How many of them may come at once.")
    allowed_hosts: Listed = Field(
        default=(),
        description="Other names a service without keys answers to, as behind a proxy: a,b or a JSON list; *: all.",
    )
    cors_origins: Listed = Field(
        default=(),
        description="Sites whose pages may use the API, as in https://example.org: a,b or a JSON list; *: all.",
    )
