"""What must not come in (收件检查): texts, files and documents that are refused before anything is kept, and lists asked for."""
