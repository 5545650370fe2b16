"""Assessment (考核): schemes as data, formulas over figures in a closed language, and the scores that follow from them."""
