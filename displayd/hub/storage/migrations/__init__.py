"""What makes the tables of one version of displayd out of those of the one before; by Alembic."""
