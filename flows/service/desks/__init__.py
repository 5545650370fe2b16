"""The desks: one per subject that somebody comes for."""
