"""Names of trained weights, which cannot be fetched here."""


class _Any(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return cls()


def weights_of(name):
    """A class such as ResNet50_Weights: every member of it stands for weights that are not there."""

    def transforms(self):
        return lambda image: image

    def get_state_dict(self, *args, **kwargs):
        raise NotImplementedError(f"torchvision.models.{name} needs torchvision itself and its weights, which cannot be fetched here")

    return _Any(name, (), {"meta": {"categories": []}, "url": "", "transforms": transforms, "get_state_dict": get_state_dict})
