def measure():
    raise KeyError("weights of the user")
