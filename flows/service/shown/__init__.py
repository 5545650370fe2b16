"""What people are shown: read models made of cases, definitions and the organisation."""
