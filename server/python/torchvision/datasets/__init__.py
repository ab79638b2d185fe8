"""Data sets; answers to torchvision/datasets/__init__.py. A model has no need of them."""

from .._absent import holder

_NAMES = ("CIFAR10", "CIFAR100", "CocoDetection", "DatasetFolder", "FakeData", "FashionMNIST", "ImageFolder",
          "ImageNet", "MNIST", "STL10", "SVHN", "VisionDataset", "VOCDetection", "VOCSegmentation")
globals().update({_name: holder(_name) for _name in _NAMES})
