"""How matters are found by what people type (查找): pure; how characters sound is handed in."""
