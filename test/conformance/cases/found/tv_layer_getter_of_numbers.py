from torch import nn
from torchvision.models._utils import IntermediateLayerGetter

net = nn.Sequential()
net.add_module("one", nn.ReLU())
net.add_module("two", nn.ReLU())
target = IntermediateLayerGetter(net, {"one": 1, "two": 2})
