"""Whether a batch is evidently all the data there is, or a sample that somebody drew."""

DRAWN_ROUND = 10  # people draw 64, 100, 250 or 1000 samples; data sets have 569 or 1797


def evidently_whole(samples: int) -> bool:
    """Neither a power of two nor a round number."""
    power_of_two = samples & (samples - 1) == 0
    return samples > DRAWN_ROUND and not power_of_two and samples % DRAWN_ROUND != 0
