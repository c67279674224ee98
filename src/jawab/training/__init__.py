"""How the shipped reader is made: data, negatives, training loop, export, calibration."""
