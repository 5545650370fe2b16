"""The flow engine (流程引擎) seen from outside: its secret, and whether it answers who knows it."""

import os
import secrets
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

import httpx

from flows.machine.causes import os_cause
from flows.settings import Settings, UnfitError

SECONDS = 2.0


def engine_secret(settings: Settings) -> str:
    """The `user:password` of its API: what the settings give, else one that is made once for the engine that we start.

    Nothing where the engine is somebody else's and no secret was given.
    """
    if given := settings.prefect_auth or _read(settings.prefect_auth_file):
        return given
    own = settings.data_dir / "prefect-auth"
    return "" if settings.prefect_api_url and not own.exists() else shared_secret(own)


def _read(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise UnfitError(
            f"ONCE_PREFECT_AUTH_FILE 所指的文件 {file} 无法读取（{os_cause(error)}），请核对路径和权限。"
        ) from error
    except UnicodeDecodeError as error:
        raise UnfitError(f"ONCE_PREFECT_AUTH_FILE 所指的文件 {file} 不是文本文件，请核对路径。") from error


def shared_secret(file: Path) -> str:
    """The secret of that file, made once and readable by its owner only; several may ask at once."""
    if not file.exists():
        descriptor, newborn = mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mkstemp gives mode 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(f"once:{secrets.token_urlsafe(32)}")
        with suppress(FileExistsError):
            os.link(newborn, file)
        os.unlink(newborn)
    return file.read_text(encoding="ascii").strip()


def engine_silence(settings: Settings) -> str:
    """What is met instead of an answer, nothing when it answers; it names nothing that not everybody may read."""
    try:
        answer = httpx.get(
            f"{settings.prefect_api}/admin/version",
            headers=_authorization(engine_secret(settings)),
            timeout=SECONDS,
            trust_env=bool(settings.prefect_api_url),  # one on this machine is reached by no proxy
        )
    except UnfitError:
        return "访问口令文件无法读取，请核对 ONCE_PREFECT_AUTH_FILE"
    except httpx.HTTPError as error:
        return f"没有应答（{type(error).__name__}）"
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return "不接受访问口令，请核对 ONCE_PREFECT_AUTH 或 ONCE_PREFECT_AUTH_FILE"
    return "" if answer.is_success else f"应答 HTTP {answer.status_code}"


def _authorization(secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"} if secret else {}
