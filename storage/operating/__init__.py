"""What whoever operates the product watches: signs of life, and figures of the whole."""
