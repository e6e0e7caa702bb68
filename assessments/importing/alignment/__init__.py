"""Which row of a form belongs to which provision of a Code."""
