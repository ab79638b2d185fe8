/**
 * A tensor as a constant, and as torch prints it. Answers to operator<< of at::Tensor (ATen/core/Formatting.cpp),
 * Node::printAttribute (torch/csrc/jit/ir/ir.cpp) and operator<< of TensorType (aten/src/ATen/core/type.cpp).
 */
import type { GTensor } from "../../host/objectGraph";
import type { TensorConstant } from "../ir/constant";
import { formatGeneral } from "../ir/constantRepr";
import { numberOf } from "./constants";

/** What a version of torch is asked for here. */
interface Version { atLeast(major: number, minor: number): boolean }

const TYPE_NAMES: Readonly<Record<string, string>> = {
  float32: "Float", float64: "Double", float16: "Half", bfloat16: "BFloat16", int64: "Long", int32: "Int", int16: "Short", int8: "Char", uint8: "Byte", bool: "Bool",
  complex32: "ComplexHalf", complex64: "ComplexFloat", complex128: "ComplexDouble",
};
/** Characters in a line of a printed matrix. */
const LINE = 80;
/** A graph shows no tensor with more values than these. */
const MOST_IN_GRAPH = 10;

type Item = number | readonly [number, number];

export function tensorConstant(t: GTensor, index: number, torch: Version): TensorConstant {
  const items = t.values?.map((v): Item => (typeof v === "object" ? v : typeof v === "string" ? numberOf(v) : Number(v))) ?? null;
  const value = items ? wholeText(t, items.map(real), torch) : "<Tensor>";
  return { kind: "tensor", value, graphText: graphText(items, value), graphType: graphType(t), requiresGrad: t.requiresGrad, number: items?.length === 1 && typeof items[0] === "number" ? items[0] : null, isFloating: t.dtype.includes("float"), exact: exactText(items), index };
}

function exactText(items: readonly Item[] | null): string | null {
  if (items?.flat().some(Number.isNaN)) return "nan";
  return items && items.map((i) => (typeof i === "number" ? String(i) : i.join("+"))).join();
}

/** Formatting takes a complex number for its real part. */
const real = (v: Item): number => (typeof v === "number" ? v : v[0]);

function graphText(items: readonly Item[] | null, whole: string): string {
  const [first] = items ?? [];
  if (items?.length === 1 && first !== undefined) return typeof first === "number" ? `{${formatGeneral(first)}}` : `{(${formatGeneral(first[0])},${formatGeneral(first[1])})}`;
  return items && items.length <= MOST_IN_GRAPH ? whole.replaceAll("\n", " ") : "<Tensor>";
}

function graphType(t: GTensor): string {
  const strides = t.strides ?? contiguousStrides(t.shape);
  const sizes = t.shape.length > 0 ? [...t.shape.map(String), `strides=[${strides.join(", ")}]`] : [];
  return `${TYPE_NAMES[t.dtype] ?? t.dtype}(${[...sizes, `requires_grad=${t.requiresGrad ? 1 : 0}`, `device=${t.device}`].join(", ")})`;
}

function contiguousStrides(shape: readonly number[]): number[] {
  let step = 1;
  return shape.map((_, i) => shape[shape.length - 1 - i] ?? 1).map((size) => {
    const stride = step;
    step *= Math.max(size, 1);
    return stride;
  }).reverse();
}

function wholeText(t: GTensor, values: readonly number[], torch: Version): string {
  const name = TYPE_NAMES[t.dtype];
  if (name === undefined) return "<Tensor>";
  const tail = `[ ${t.device.startsWith("cuda") ? "CUDA" : "CPU"}${name}Type{${t.shape.join()}} ]`;
  if (values.length === 0) return tail;
  if (t.shape.length === 0) return `${formatGeneral(values[0] ?? 0)}\n${tail}`;
  const format = formatOf(values);
  const [rows = 1, columns = 1] = t.shape.slice(-2);
  const scale = format.scale === 1 ? "" : `${formatGeneral(format.scale)} *\n`;
  if (t.shape.length === 1) return `${scale}${values.map((v) => `${padded(v, format)}\n`).join("")}${tail}`;
  if (t.shape.length === 2) return `${scale}${matrix(values, columns, format, 0)}${tail}`;
  const parts: string[] = [];
  for (let start = 0; start < values.length; start += rows * columns) {
    const heading = `(${indices(t.shape.slice(0, -2), start / (rows * columns)).map((i) => `${i + 1},`).join("")}.,.) =`;
    parts.push(`${heading}${torch.atLeast(2, 7) ? "" : " "}\n${scale}${matrix(values.slice(start, start + rows * columns), columns, format, 1)}`);
  }
  return `${parts.join("\n")}${tail}`;
}

/** The position of the `n`-th slice in the leading dimensions. */
function indices(sizes: readonly number[], n: number): number[] {
  const out: number[] = [];
  for (const size of [...sizes].reverse()) {
    out.unshift(n % size);
    n = Math.floor(n / size);
  }
  return out;
}

function matrix(values: readonly number[], columns: number, format: Format, indent: number): string {
  const perPart = Math.max(1, Math.floor((LINE - indent) / (format.width + 1)));
  let out = "";
  for (let first = 0; first < columns; first += perPart) {
    const last = Math.min(first + perPart, columns) - 1;
    if (perPart < columns) out += `${first > 0 ? "\n" : ""}Columns ${first + 1} to ${last + 1}${" ".repeat(indent)}`;
    for (let row = 0; row < values.length; row += columns) {
      out += `${" ".repeat(indent)}${values.slice(row + first, row + last + 1).map((v) => padded(v, format)).join(" ")}\n`;
    }
  }
  return out;
}

interface Format { readonly kind: "general" | "scientific" | "fixed"; readonly width: number; readonly scale: number }

/** One format for all values of a tensor, from their least and greatest number of digits before the point. */
function formatOf(values: readonly number[]): Format {
  const finite = values.filter(Number.isFinite).map(Math.abs);
  const digits = (v: number): number => (v === 0 ? 1 : Math.floor(Math.log10(v)) + 1);
  const least = finite.length > 0 ? digits(Math.min(...finite)) : 1;
  const most = finite.length > 0 ? digits(Math.max(...finite)) : 1;
  if (finite.every(Number.isInteger)) return most > 9 ? { kind: "scientific", width: 11, scale: 1 } : { kind: "general", width: most + 1, scale: 1 };
  if (most - least > 4) return { kind: "scientific", width: Math.abs(most) > 99 || Math.abs(least) > 99 ? 12 : 11, scale: 1 };
  if (most > 5 || most < 0) return { kind: "fixed", width: 7, scale: 10 ** (most - 1) };
  return { kind: "fixed", width: most === 0 ? 7 : most + 6, scale: 1 };
}

function padded(value: number, format: Format): string {
  const v = value / format.scale;
  const text = !Number.isFinite(v) || format.kind === "general" ? formatGeneral(v)
    : format.kind === "fixed" ? v.toFixed(4)
    : v.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2");
  return text.padStart(format.width);
}
