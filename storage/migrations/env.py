"""Run by alembic: the migrations happen in the connection and transaction that `upgrade` hands over."""

from alembic import context

from storage.tables import map_all
from storage.tables.base import Row

map_all()
context.configure(connection=context.config.attributes["connection"], target_metadata=Row.metadata)
context.run_migrations()
