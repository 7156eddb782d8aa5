"""The parts of benchmarks/cluster*.py, one promise a file."""
