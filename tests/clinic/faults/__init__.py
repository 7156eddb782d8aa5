"""One fault a file: the name is the cause, `inject` changes a healthy recipe, BASES fit it."""
