"""What is said of how a body works: ratings by those who applied, and what it is charged with."""
