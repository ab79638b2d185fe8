"""Engines of quantized operators."""
engine = "none"
supported_engines = ["none", "qnnpack", "fbgemm"]
