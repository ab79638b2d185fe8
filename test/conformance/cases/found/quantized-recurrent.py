"""Recurrent layers and cells with quantized weights over plain tensors."""
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 8, 2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(16, 8)
        self.head = nn.Linear(8, 2)

    def forward(self, x: torch.Tensor):
        y, (h, c) = self.lstm(x)
        z, last = self.gru(y)
        return self.head(z), h, last


class Cells(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTMCell(4, 8)
        self.gru = nn.GRUCell(8, 8)
        self.rnn = nn.RNNCell(8, 8)
        self.relu = nn.RNNCell(8, 8, nonlinearity="relu")

    def forward(self, x: torch.Tensor):
        h, c = self.lstm(x)
        return self.relu(self.rnn(self.gru(h, c)))


class Packed(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 8)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor):
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths)
        out, hidden = self.lstm(packed)
        return nn.utils.rnn.pad_packed_sequence(out)[0], hidden


class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = torch.quantization.quantize_dynamic(Net())
        self.cells = torch.quantization.quantize_dynamic(Cells(), {nn.LSTMCell, nn.GRUCell, nn.RNNCell})
        self.packed = torch.quantization.quantize_dynamic(Packed(), {nn.LSTM})

    def forward(self, x: torch.Tensor, y: torch.Tensor, lengths: torch.Tensor):


        return self.net(x), self.cells(y), self.packed(x, lengths)


target = Whole()
