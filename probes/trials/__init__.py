"""Training a copy of a person's model for some steps: what every experiment is made of."""
