"""What tests share: a host made of texts, windows and cases made by hand."""
