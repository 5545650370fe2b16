"""Settings of the product: environment variables `ONCE_*`, each with a default that works on one machine."""

import socket
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


@cache
def loopback() -> str:
    """The address of this machine for itself: 127.0.0.1, and ::1 on a host that has IPv6 alone."""
    try:
        with socket.socket(socket.AF_INET) as trial:
            trial.bind(("127.0.0.1", 0))
    except OSError:
        return "::1"
    return "127.0.0.1"


class UnfitError(Exception):
    """What the settings name cannot be used 无法使用; the message is the sentence for whoever starts the product.

    `lasting`: it cannot get well by itself, so that nobody tries again.
    """

    def __init__(self, message: str, *, lasting: bool = True) -> None:
        super().__init__(message)
        self.lasting = lasting


class Settings(BaseSettings):
    """Where the data lies, where the parts listen, and the limits. Durations in seconds unless named otherwise."""

    model_config = SettingsConfigDict(env_prefix="ONCE_", frozen=True, extra="ignore")

    data_dir: Path = Path(".once")
    database_url: str = ""
    prefect_api_url: str = ""
    prefect_auth: str = Field(default="", repr=False)
    prefect_auth_file: Path | None = None
    prefect_database_url: str = ""
    prefect_port: int = Field(default=4299, ge=1, le=65535)
    secret_key_file: Path | None = None
    outside_file: Path | None = None
    host: str = Field(default_factory=loopback)
    port: int = Field(default=8610, ge=1, le=65535)
    public_url: str = ""
    tls_certfile: Path | None = None
    tls_keyfile: Path | None = None
    trusted_proxy: str = ""
    accepted_risks: str = ""
    sessions_idle_minutes: int = Field(default=60, ge=5)
    sessions_hours: int = Field(default=12, ge=1)
    identity_check_minutes: int = Field(default=0, ge=0)
    metrics_from: str = ""
    log_format: Literal["text", "json"] = "text"
    requests_per_minute: int = Field(default=3000, ge=60)
    initial_password_days: int = Field(default=14, ge=1)
    token_days: int = Field(default=365, ge=1)
    rating_days: int = Field(default=30, ge=1, le=365)
    rectify_days: int = Field(default=5, ge=1, le=60)
    lease_seconds: int = Field(default=60, ge=2, le=600)
    executor_concurrency: int = Field(default=1, ge=1, le=8)

    @field_validator("metrics_from")
    @classmethod
    def _networks(cls, given: str) -> str:
        for one in filter(None, (part.strip() for part in given.split(","))):
            ip_network(one)
        return given

    @property
    def database(self) -> str:
        """The product's database: the given URL, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'once.db'}"

    @property
    def key_file(self) -> Path:
        """The file of the master key that wraps the cases' keys and protects the seal keys."""
        return self.secret_key_file or self.data_dir / "secret.key"

    @property
    def outside(self) -> Path:
        """The file that says where registers and systems outside are reached."""
        return self.outside_file or self.data_dir / "outside.json"

    @property
    def files_dir(self) -> Path:
        """Where uploaded and sealed files lie, by digest."""
        return self.data_dir / "files"

    @property
    def authority_dir(self) -> Path:
        """Where the local certificate authority lies."""
        return self.data_dir / "authority"

    @property
    def logs_dir(self) -> Path:
        """Where the parts that `once up` starts write what they do."""
        return self.data_dir / "logs"

    @property
    def prefect_home(self) -> Path:
        """Prefect's own folder; nothing of record lies there."""
        return self.data_dir / "prefect"

    @property
    def prefect_api(self) -> str:
        """The address of Prefect's API."""
        return self.prefect_api_url or f"http://{bracketed(loopback())}:{self.prefect_port}/api"

    @property
    def prefect_console(self) -> str:
        """The address of Prefect's console: ours has a path of its own, another's is where its API is."""
        return self.prefect_api.removesuffix("/api") + ("" if self.prefect_api_url else "/prefect")

    @property
    def address(self) -> str:
        """The address people type, used in QR codes."""
        scheme = "https" if self.tls_certfile else "http"
        return self.public_url.rstrip("/") or f"{scheme}://{bracketed(self.host)}:{self.port}"


def unknown_settings(names: Iterable[str]) -> dict[str, str]:
    """Which of these variables would be settings of ours, but are none, each with the one that was meant, if that shows."""
    prefix = Settings.model_config["env_prefix"]
    known = [name.upper() for name in Settings.model_fields]
    ours = {name: name.upper().removeprefix(prefix) for name in names if name.upper().startswith(prefix)}
    unknown = {name: word for name, word in ours.items() if word not in known and not word.startswith("TEST_")}
    return {
        name: "".join(f"{prefix}{near}" for near in get_close_matches(word, known, 1)) for name, word in unknown.items()
    }


def bracketed(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
