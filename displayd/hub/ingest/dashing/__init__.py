"""What is posted to widgets as to Dashing and Smashing."""
