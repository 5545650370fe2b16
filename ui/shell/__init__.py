"""Streamlit's shell: its script, its configuration and the Chinese dress of its page."""
