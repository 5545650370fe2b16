"""Who acts (办理人): holders, colleagues, agents, superiors and other bodies."""
