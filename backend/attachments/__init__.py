"""Photos and documents that members send: kept outside any web root, each its conversation's own."""
