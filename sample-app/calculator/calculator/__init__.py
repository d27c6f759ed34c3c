"""A calculator in decimal arithmetic: grammar makes a tree of text, evaluate a number of the tree, config the rules."""
