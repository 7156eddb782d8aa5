"""Plain functions on arrays that several artifacts or probes measure with."""
