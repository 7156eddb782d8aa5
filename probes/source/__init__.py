"""A person's training script as data: parsed by `ast`, walked, and never executed."""
