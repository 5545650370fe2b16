"""HOW a case is carried: the service, effects, papers and seals, and the Prefect runs behind them."""
