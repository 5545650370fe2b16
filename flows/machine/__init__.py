"""What is known of the machine, and of the parts of the product that run on it."""
