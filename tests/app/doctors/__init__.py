"""A small catalog of probes for the tests of uploads and jobs: quick, slow, unsure."""
