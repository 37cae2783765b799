"""Builds the SD image: a root file system from Debian's packages, then the product on it, then the partitions."""
