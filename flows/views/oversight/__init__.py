"""What is shown and entered of what watches over the handling (督办、好差评)."""
