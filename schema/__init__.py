"""What a fact is, and what its words mean. Imports nothing of ours."""
