"""Schedulers that can be made and stepped."""


class LRScheduler:
    def __init__(self, optimizer, *args, **kwargs):
        self.optimizer = optimizer
        self.last_epoch = 0

    def step(self, *args):
        self.last_epoch += 1

    def get_last_lr(self):
        return [g.get("lr", 0.0) for g in self.optimizer.param_groups]

    def state_dict(self):
        return {}

    def load_state_dict(self, state):
        pass


_LRScheduler = LRScheduler
for _name in ("LambdaLR MultiplicativeLR StepLR MultiStepLR ConstantLR LinearLR ExponentialLR CosineAnnealingLR ReduceLROnPlateau CyclicLR CosineAnnealingWarmRestarts OneCycleLR "
              "PolynomialLR SequentialLR ChainedScheduler").split():
    globals()[_name] = type(_name, (LRScheduler,), {"__module__": __name__})
