"""The parts of benchmarks/reliability.py, one promise a file."""
