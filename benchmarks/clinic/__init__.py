"""The clinic: sick and healthy runs through probes and engine, with every false alarm counted.

    python -m benchmarks.clinic --half tuning                          # as fast as its caches allow
    python -m benchmarks.clinic --half tuning --modes "log alone" --only learning_rate_too_high
    python -m benchmarks.clinic --half locked --why "first opening"    # three times at most, logged

What a run leaves and what the probes report of it is kept under WHYLOSS_CLINIC (by default in the
system's temporary folder): a changed knowledge base or engine is judged again in seconds, changed
probes measure again, and only a changed clinic trains again.
"""
