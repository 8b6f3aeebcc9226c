"""Agents at the door: who they are, how far they see, what they may use, and what they did."""
