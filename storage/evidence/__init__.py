"""What the audit chain binds, and how it is compared with what the tables hold."""
