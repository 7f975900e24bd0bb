"""Arrays in, frozen results out: kernels, noise, effects, summaries; numpy and scipy only."""
