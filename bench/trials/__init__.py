"""What a trial's analysis is worth: error rates, coverage, power, and known answers."""
