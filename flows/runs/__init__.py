"""How cases are carried by Prefect: one short flow run per advance; the only home of prefect."""
