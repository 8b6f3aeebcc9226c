"""Finding entities by what somebody types: names full and short, by sound, with a typo, and words of texts."""
