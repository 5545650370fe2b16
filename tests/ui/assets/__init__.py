"""What the browser runs of ours."""
