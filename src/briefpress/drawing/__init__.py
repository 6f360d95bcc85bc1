"""A chart file to its picture, its words and its table, in the house style."""
