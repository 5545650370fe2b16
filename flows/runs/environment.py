"""The environment every process that imports prefect needs before it does so: local, silent, guarded by a secret."""

from flows.adapters.engine import engine_secret
from flows.settings import Settings

CONSOLE = "/prefect"
RETENTION_SECONDS = 30 * 24 * 3600
SERVICES_WE_DO_WITHOUT = (
    "CANCELLATION_CLEANUP",
    "CLEANUP_RECONCILER",
    "EVENT_PERSISTER",  # 19 KB a run instead of 4.4 KB, for a feed nobody reads
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "REPOSSESSOR",
    "TASK_RUN_RECORDER",
    "TRIGGERS",
)


def prefect_environment(settings: Settings) -> dict[str, str]:
    """Prefect's variables for the server and for its clients; makes Prefect's folder and secret if they are not there."""
    settings.prefect_home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _SILENT | _LEAN | _addresses(settings) | _access(settings)


# Nothing may leave the machine: no analytics, no telemetry, no adverts.
_SILENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # the second console was seen to ask sr-client-cfg.amplitude.com
}

_LEAN = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P1D",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RETENTION_SECONDS),
    # The client's own retries sleep 2, 4, 8 … s and hold the only hand meanwhile; the executor has its own back-off.
    "PREFECT_CLIENT_MAX_RETRIES": "0",
    "PREFECT_API_REQUEST_TIMEOUT": "10",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
} | {f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in SERVICES_WE_DO_WITHOUT}


def _addresses(settings: Settings) -> dict[str, str]:
    home = settings.prefect_home.resolve()
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": settings.prefect_api,
        "PREFECT_SERVER_UI_SERVE_BASE": CONSOLE,
        "PREFECT_SERVER_UI_API_URL": "/api",  # of wherever the console was opened: a tunnel may have another port
        # Beside its programs, where Prefect would put it, the account that runs the product may write nothing.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "console"),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": settings.prefect_database_url
        or f"sqlite+aiosqlite:///{home / 'prefect.db'}",
    }


def _access(settings: Settings) -> dict[str, str]:
    secret = engine_secret(settings)
    return {"PREFECT_SERVER_API_AUTH_STRING": secret, "PREFECT_API_AUTH_STRING": secret} if secret else {}
