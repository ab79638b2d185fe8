from torch.cuda.amp import GradScaler, autocast, custom_bwd, custom_fwd  # noqa: F401
