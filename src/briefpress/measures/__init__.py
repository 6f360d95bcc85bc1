"""Tables to numbers and small tables. Nothing else in briefpress computes."""
