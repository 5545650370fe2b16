"""The script Streamlit runs for every browser session."""

from ui.shell.frame import show_frame

show_frame()
