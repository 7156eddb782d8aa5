"""Parts that share neither a data set nor an architecture; `locked` is opened rarely."""
