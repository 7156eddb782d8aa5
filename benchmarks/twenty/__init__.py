"""Twenty-two models with one fault each, and their healthy twins, through the real command line."""
