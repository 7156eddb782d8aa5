"""Which number of a message is what, learned from examples of the knowledge base."""
