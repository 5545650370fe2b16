"""Whether answers and materials satisfy the definition: every defect at once (一次性告知), nothing coerced."""
