"""What watches over the limits (期限督促): the rules of the regions, what is near or late, and who was told of it."""
