"""How well meals are read: the right food, the right tags, how fast, how much memory."""
