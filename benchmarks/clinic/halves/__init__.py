"""Two halves that share neither a data set nor an architecture; the second is opened rarely."""
