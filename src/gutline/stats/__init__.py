"""Arrays in, frozen results out: kernels, noise, single effects, summaries; numpy and scipy only."""
