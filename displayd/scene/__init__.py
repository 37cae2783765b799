"""A picture as data: drawing operations, geometry, colours and how large things look from a seat."""
