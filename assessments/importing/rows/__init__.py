"""From a source to the rows of the form: a table, labelled parts, or running lines."""
