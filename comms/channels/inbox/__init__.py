"""The inbox in the portal: no line to anybody else, so `posting` puts what is due there by the batch."""
