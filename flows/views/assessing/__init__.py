"""What is shown of the assessment (考核)."""
