"""WHAT is remembered: tables, transactions, ledger, numbers, files, queues, audit chain; the only home of SQL."""
