def measure():
    while True:
        pass
