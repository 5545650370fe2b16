"""Last days that are near or past (期限督促): the light that they show, and that those are told who are concerned."""
