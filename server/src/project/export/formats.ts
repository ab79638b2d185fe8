/** The formats that there are, by name. */
import { torchscript } from "./archiveFormat";
import { onnx } from "./onnxFormat";
import type { Format, FormatName } from "./format";

export const FORMATS: Readonly<Record<FormatName, Format>> = { torchscript, onnx };
