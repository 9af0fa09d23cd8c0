"""What telling many clients costs, beside a bare broadcast of the same bytes."""
