"""Names of torch.autograd.functional."""
