"""Other tools on the clinic's runs, each asked in the form it reads best and counted kindly."""
