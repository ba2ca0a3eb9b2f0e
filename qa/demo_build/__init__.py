"""How the sample community is made: when what happens, and writing it by the rules."""
