"""What tools/dev/bench-peers is made of: each peer_*.py is one way to run a model."""
