"""From a constraint to a transform onto it (answers to torch.distributions.constraint_registry)."""
from torch.distributions import constraints, transforms

__all__ = ["ConstraintRegistry", "biject_to", "transform_to"]


class ConstraintRegistry:
    def __init__(self):
        self._registry = {}
        super().__init__()

    def register(self, constraint, factory=None):
        if factory is None:
            return lambda factory: self.register(constraint, factory)
        if isinstance(constraint, constraints.Constraint):
            constraint = type(constraint)
        if not isinstance(constraint, type) or not issubclass(constraint, constraints.Constraint):
            raise TypeError(f"{constraint} is neither a Constraint nor a class of them")
        self._registry[constraint] = factory
        return factory

    def __call__(self, constraint):
        factory = self._registry.get(type(constraint))
        if factory is None:
            raise NotImplementedError(f"no transform onto {type(constraint).__name__} is registered")
        return factory(constraint)


biject_to = ConstraintRegistry()
transform_to = ConstraintRegistry()
_BOTH = (biject_to, transform_to)


def _onto(registries, *wanted):
    def register(factory):
        for registry in registries:
            for constraint in wanted:
                registry.register(constraint, factory)
        return factory
    return register


_onto(_BOTH, constraints.real)(lambda c: transforms.identity_transform)
_onto((biject_to,), constraints.independent)(lambda c: transforms.IndependentTransform(biject_to(c.base_constraint), c.reinterpreted_batch_ndims))
_onto((transform_to,), constraints.independent)(lambda c: transforms.IndependentTransform(transform_to(c.base_constraint), c.reinterpreted_batch_ndims))
_onto(_BOTH, constraints.positive, constraints.nonnegative)(lambda c: transforms.ExpTransform())
_onto(_BOTH, constraints.greater_than, constraints.greater_than_eq)(lambda c: transforms.ComposeTransform([transforms.ExpTransform(), transforms.AffineTransform(c.lower_bound, 1)]))
_onto(_BOTH, constraints.less_than)(lambda c: transforms.ComposeTransform([transforms.ExpTransform(), transforms.AffineTransform(c.upper_bound, -1)]))


@_onto(_BOTH, constraints.interval, constraints.half_open_interval)
def _to_interval(c):
    if isinstance(c.lower_bound, (int, float)) and c.lower_bound == 0 and isinstance(c.upper_bound, (int, float)) and c.upper_bound == 1:
        return transforms.SigmoidTransform()
    return transforms.ComposeTransform([transforms.SigmoidTransform(), transforms.AffineTransform(c.lower_bound, c.upper_bound - c.lower_bound)])


_onto((biject_to,), constraints.simplex)(lambda c: transforms.StickBreakingTransform())
_onto((transform_to,), constraints.simplex)(lambda c: transforms.SoftmaxTransform())
_onto((transform_to,), constraints.lower_cholesky)(lambda c: transforms.LowerCholeskyTransform())
_onto((transform_to,), constraints.positive_definite, constraints.positive_semidefinite)(lambda c: transforms.PositiveDefiniteTransform())
_onto(_BOTH, constraints.corr_cholesky)(lambda c: transforms.CorrCholeskyTransform())
_onto((biject_to,), constraints.cat)(lambda c: transforms.CatTransform([biject_to(x) for x in c.cseq], c.dim, c.lengths))
_onto((transform_to,), constraints.cat)(lambda c: transforms.CatTransform([transform_to(x) for x in c.cseq], c.dim, c.lengths))
_onto((biject_to,), constraints.stack)(lambda c: transforms.StackTransform([biject_to(x) for x in c.cseq], c.dim))
_onto((transform_to,), constraints.stack)(lambda c: transforms.StackTransform([transform_to(x) for x in c.cseq], c.dim))
