"""The figures as they are kept: what each case counts, summed in the transaction in which it begins or ends."""
