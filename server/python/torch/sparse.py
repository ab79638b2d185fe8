"""Names of torch.sparse."""
