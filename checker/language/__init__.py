"""What words say: zones, sentences, phrases, and the part that a message plays in an exchange."""
