"""Calls on what watches over the handling (督办、好差评)."""
