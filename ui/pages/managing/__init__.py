"""Pages of the administration: each belongs to the roles it names."""
