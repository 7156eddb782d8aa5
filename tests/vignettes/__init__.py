"""Cases written from outside: by people who had not read what the causes say they show."""
