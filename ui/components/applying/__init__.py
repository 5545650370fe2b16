"""申请: one filing in progress, its parts, what is read before it is handed in, and the receipt."""
