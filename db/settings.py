"""Settings of one installation: environment `TRAVAUX_*`, `travaux.toml` in the data folder, defaults.

Every setting is listed in `docs/settings.md` (a test compares). An unknown key in `travaux.toml` is an error.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "TRAVAUX_"


class SettingsError(ValueError):
    """A setting is wrong. The message says which, what was expected and where it was set."""


class Settings(BaseSettings):
    """All settings, checked. Paths are absolute; `database_url` is filled in from `data` when empty."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    data: Path = Field(default=Path("data"), description="Folder of this installation: database, captures, index")
    docket: str = Field(default="un-cybercrime", description="Key of the docket (a folder of db/dockets)")
    dockets: Path | None = Field(default=None, description="Another folder of dockets, instead of the bundled one")
    database_url: str = Field(default="", description="Database address; empty means travaux.db in the data folder")
    contact: str = Field(default="", description="E-mail or page shown to the sites that are read (user agent)")
    sources: Path | None = Field(default=None, description="A sources.toml to use instead of the docket's")
    crawl_delay: float = Field(default=2.0, ge=0, le=600, description="Seconds between two requests to one host")
    crawl_timeout: float = Field(default=30.0, gt=0, le=600, description="Seconds until one request is given up")
    crawl_max_bytes: int = Field(default=20_000_000, gt=0, description="Largest page or document that is read, bytes")
    crawl_max_pages: int = Field(default=500, gt=0, description="Most pages read from one source in one run")
    crawl_site_requests: int = Field(
        default=10_000, gt=0, description="Most requests to one site in one run, over all its sources"
    )
    crawl_max_seconds: float = Field(default=1800.0, gt=0, description="Longest run of one source, seconds")
    crawl_recheck_days: float = Field(
        default=14.0, ge=0, le=3650, description="Days for which a list's date stands in for asking the page's site"
    )
    crawl_loopback: bool = Field(default=False, description="Allow addresses of this machine (the demo only)")
    base_url: str = Field(
        default="http://127.0.0.1:8000", pattern="^https?://[^ ]+$", description="Address put into digests and exports"
    )
    notice: str = Field(
        default="", max_length=500, description="Line shown on top of every page, such as what the data are"
    )
    auth: Literal["", "accounts", "closed"] = Field(
        default="",
        description="Who may change things: empty, whoever sits at this machine; accounts, who signed in; "
        "closed, likewise, and nobody reads without signing in",
    )
    reviewer: str = Field(
        default="", max_length=100, description="Name beside decisions where there are no accounts; empty: the user's"
    )
    behind_tls: bool = Field(
        default=False,
        description="A proxy with https stands in front: cookies are for https alone, its headers believed",
    )
    upload_max_bytes: int = Field(
        default=100_000_000, gt=0, description="Most bytes that the pages take at once, all files of a form together"
    )
    host: str = Field(default="127.0.0.1", description="Address that `travaux serve` listens on")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that `travaux serve` listens on")
    smtp_host: str = Field(default="", description="Mail server that digests and alerts go out by")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is encrypted: starttls, tls or none"
    )
    smtp_user: str = Field(default="", description="User at the mail server; empty where it asks for none")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Password at the mail server")
    smtp_timeout: float = Field(
        default=30.0, gt=0, le=600, description="Seconds until a silent mail server is given up"
    )
    mail_from: str = Field(
        default="", pattern=r"^([^\s@<>\"]+@[^\s@<>\"]+)?$", description="Address that digests and alerts come from"
    )
    mail_name: str = Field(default="Travaux", max_length=80, description="Name beside that address")
    demo_port: int = Field(default=8701, ge=1, le=65535, description="Port of the sample web of `travaux demo`")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, then environment, then the installation's `travaux.toml`."""
        folder = Path(init_settings().get("data") or os.environ.get("TRAVAUX_DATA") or "data")
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, folder / "travaux.toml")

    @property
    def url(self) -> str:
        """The database's SQLAlchemy address."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'travaux.db'}"

    @property
    def captures(self) -> Path:
        """The folder of WARC files."""
        return self.data / "captures"


def refuse_unknown(variables: Iterable[str]) -> None:
    """Raises `SettingsError` for a variable `TRAVAUX_*` that is no setting: a slip of the pen would go unnoticed."""
    for variable in variables:
        if variable.removeprefix(PREFIX).lower() not in Settings.model_fields:
            raise SettingsError(
                f"The environment variable {variable} is no setting. "
                "Correct its name or unset it; docs/settings.md lists every setting."
            )


def load_settings(**given: Any) -> Settings:
    """Settings with `given` (from the command line) on top. Raises `SettingsError`."""
    chosen = {key: value for key, value in given.items() if value is not None}
    refuse_unknown(name for name in os.environ if name.startswith(PREFIX))
    try:
        return Settings(**chosen)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise SettingsError(
                f"travaux.toml: {name!r} is no setting. Correct its name or take the line out; "
                "docs/settings.md lists every setting."
            ) from error
        raise SettingsError(
            f"Setting {name!r}: {first['msg']}, found {first.get('input')!r}. "
            f"Correct TRAVAUX_{name.upper()}, the option, or the line in travaux.toml; "
            "docs/settings.md lists every setting."
        ) from error
    except ValueError as error:
        raise SettingsError(f"travaux.toml could not be read: {error}. Correct the file.") from error
