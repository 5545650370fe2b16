"""Heartbeats made older than they are: nobody waits for a part to be missed."""

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import col, select

from storage.database import Database
from storage.tables.duties import Heartbeat


def grow_old(database: Database, parts: Collection[str], **age: float) -> None:
    """The last beat of these parts is so much longer ago; negative, for a clock that was put back since."""
    with database.transaction() as session:
        for row in session.exec(select(Heartbeat).where(col(Heartbeat.part).in_(parts))):
            row.at -= timedelta(**age)
