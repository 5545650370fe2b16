"""What those do who watch over the work of others: supervision (督查) and audit (审计)."""
