"""Local lists (实施清单) under the directory: what a body changes of a matter it accepts, and the definition that follows."""
