"""Figures (指标): what each is called, means and is worked out of, and what a case, a matter and a body count towards them."""
