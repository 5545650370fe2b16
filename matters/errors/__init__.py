"""Every anticipated “no” (不予): a value whose class docstring is the sentence the person reads."""
