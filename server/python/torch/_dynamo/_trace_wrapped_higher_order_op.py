"""Around calls in which torch.vmap would meet a tensor that is indexed by a sample of another: here it meets whole tensors."""
import contextlib


class TransformGetItemToIndex(contextlib.AbstractContextManager):
    def __exit__(self, *caught):
        return None
