/**
 * The operators that torchvision's library of C++ code registers beside torch's own. They are known
 * whether or not it is installed, since code that names them runs only where it is.
 */
const SIZE = "SIZE";

/** Sizes are symbolic from torch 2 on. */
const SCHEMAS: readonly string[] = [
  "torchvision::nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
  `torchvision::roi_align(Tensor input, Tensor rois, float spatial_scale, ${SIZE} pooled_height, ${SIZE} pooled_width, int sampling_ratio, bool aligned) -> Tensor`,
  `torchvision::roi_pool(Tensor input, Tensor rois, float spatial_scale, ${SIZE} pooled_height, ${SIZE} pooled_width) -> (Tensor, Tensor)`,
  `torchvision::ps_roi_align(Tensor input, Tensor rois, float spatial_scale, ${SIZE} pooled_height, ${SIZE} pooled_width, int sampling_ratio) -> (Tensor, Tensor)`,
  `torchvision::ps_roi_pool(Tensor input, Tensor rois, float spatial_scale, ${SIZE} pooled_height, ${SIZE} pooled_width) -> (Tensor, Tensor)`,
  `torchvision::deform_conv2d(Tensor input, Tensor weight, Tensor offset, Tensor mask, Tensor bias, ${SIZE} stride_h, ${SIZE} stride_w, ${SIZE} pad_h, ${SIZE} pad_w, ${SIZE} dilation_h, ${SIZE} dilation_w, ${SIZE} groups, ${SIZE} offset_groups, bool use_mask) -> Tensor`,
  "torchvision::_cuda_version() -> int _0",
];

/** Of torchvision 0.27, which belongs to torch 2.14. */
const NEWER = "torchvision::box_iou_rotated(Tensor boxes1, Tensor boxes2) -> Tensor";

export function torchvisionSchemas(torch: string): string[] {
  const size = torch.startsWith("1.") ? "int" : "SymInt";
  return [...SCHEMAS.map((s) => s.replaceAll(SIZE, size)), ...(torch.startsWith("2.14") ? [NEWER] : [])];
}
