"""What the audit chain binds."""
