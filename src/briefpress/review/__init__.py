"""What a reader does with a finished edition: trace a number, check the files."""
