"""Who is connected to the hub: accepted within limits, read strictly and with deadlines. Home of h11."""
