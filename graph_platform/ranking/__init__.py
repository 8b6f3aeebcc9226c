"""Which links a graph does not know yet: ranked and calibrated out of its edges alone, without a database."""
