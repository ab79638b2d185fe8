"""Transforms as functions; answers to torchvision/transforms/functional.py."""

from .._absent import names_only

__getattr__ = names_only(
    __name__,
    {
        "adjust_brightness", "adjust_contrast", "adjust_gamma", "adjust_hue", "adjust_saturation", "affine",
        "center_crop", "crop", "erase", "gaussian_blur", "get_image_size", "hflip", "normalize", "pad",
        "perspective", "pil_to_tensor", "resize", "resized_crop", "rgb_to_grayscale", "rotate", "to_grayscale",
        "to_pil_image", "to_tensor", "vflip",
    },
)
