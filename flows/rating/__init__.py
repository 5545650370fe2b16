"""Ratings (好差评): whose work is rated and who answers for it; that people are told, by the act or by the clock, each once."""
