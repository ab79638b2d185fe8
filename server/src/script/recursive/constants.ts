/** Python values as constants of a graph or defaults of a schema (torch: toIValue in pybind_utils.h). */
import type { GFloat, GValue } from "../../host/objectGraph";
import type { ConstantValue, TensorConstant } from "../ir/constant";
import { constantType } from "../ir/ir";
import { isSubtypeOf } from "../types/subtype";
import { unifyTypes } from "../types/unify";
import type { Type } from "../types/types";
import { AnyT, StringT, TensorT, tupleOf } from "../types/types";
import type { Compiler } from "./compiler";
import { enumTypeOf, mixedInto } from "./enums";
import { tensorConstant } from "./tensorConstant";

/** Numbers of c10's enums, as they stand in graphs. */
const DTYPES = (
  "uint8 int8 int16 int32 int64 float16 float32 float64 complex32 complex64 complex128 bool qint8 quint8 qint32 bfloat16 quint4x2 quint2x4 bits1x8 bits2x4 bits4x2 bits8 bits16 " +
  "float8_e5m2 float8_e4m3fn float8_e5m2fnuz float8_e4m3fnuz uint16 uint32 uint64 uint1 uint2 uint3 uint4 uint5 uint6 uint7 int1 int2 int3 int4 int5 int6 int7 " +
  "float8_e8m0fnu float4_e2m1fn_x2 bcomplex32"
).split(" ");
const LAYOUTS = "strided sparse_coo sparse_csr _mkldnn sparse_csc sparse_bsr sparse_bsc jagged".split(" ");
const MEMORY_FORMATS = "contiguous_format preserve_format channels_last channels_last_3d".split(" ");
const QSCHEMES = "per_tensor_affine per_channel_affine per_tensor_symmetric per_channel_symmetric per_channel_affine_float_qparams".split(" ");

const int = (n: number): ConstantValue | undefined => (n < 0 ? undefined : { kind: "int", value: BigInt(n) });

export function numberOf(v: GFloat): number {
  switch (v) {
    case "nan": return NaN;
    case "inf": return Infinity;
    case "-inf": return -Infinity;
    case "-0": return -0;
    default: return v;
  }
}

/** torch values that are plain ints in a graph (dtype, layout ...), devices. */
function torchConstant(type: string, value: string): ConstantValue | undefined {
  switch (type) {
    case "dtype": return int(DTYPES.indexOf(value));
    case "layout": return int(LAYOUTS.indexOf(value));
    case "memory_format": return int(MEMORY_FORMATS.indexOf(value));
    case "qscheme": return int(QSCHEMES.indexOf(value));
    case "device": return { kind: "device", value };
    default: return undefined;
  }
}

/** The constant that a value is, or undefined where it is none. */
export function constantOf(c: Compiler, v: GValue, depth = 0): ConstantValue | undefined {
  if (v === null) return { kind: "None" };
  if (typeof v === "boolean") return { kind: "bool", value: v };
  if (typeof v === "string") return { kind: "str", value: v };
  if ("i" in v) return { kind: "int", value: BigInt(v.i) };
  if ("f" in v) return { kind: "float", value: numberOf(v.f) };
  if ("c" in v) return { kind: "complex", re: numberOf(v.c[0]), im: numberOf(v.c[1]) };
  const o = c.py.object(v);
  if (!o || depth > 20) return undefined;
  switch (o.kind) {
    case "torch": return torchConstant(o.type, o.value);
    case "tensor": return "o" in v ? tensorConstant(o, v.o, c.torch) : undefined;
    case "tuple": case "size": case "list": {
      const items: ConstantValue[] = [];
      for (const item of o.items) {
        const made = constantOf(c, item, depth + 1);
        if (!made) return undefined;
        items.push(made);
      }
      if (o.kind === "list") return { kind: "list", elem: elementType(items), items };
      return { kind: "tuple", type: tupleOf(items.map(constantType)), items };
    }
    case "dict": {
      const entries: [ConstantValue, ConstantValue][] = [];
      for (const [k, x] of o.entries) {
        const [key, value] = [constantOf(c, k, depth + 1), constantOf(c, x, depth + 1)];
        if (!key || !value) return undefined;
        entries.push([key, value]);
      }
      return { kind: "dict", key: elementType(entries.map((e) => e[0]), StringT), value: elementType(entries.map((e) => e[1])), entries };
    }
    case "enum": {
      const type = enumTypeOf(c, o.cls);
      const value = constantOf(c, o.value, depth + 1);
      return type && value ? { kind: "enum", type, name: o.name, value } : undefined;
    }
    case "namedtuple": {
      const items = o.items.map((i) => constantOf(c, i, depth + 1));
      return items.every((i): i is ConstantValue => i !== undefined) ? { kind: "tuple", type: tupleOf(items.map(constantType)), items } : undefined;
    }
    case "instance": {
      // float subclasses such as numpy.float64 are floats to pybind
      const own = c.py.get(o.attrs, "__lens_float__");
      return own !== undefined ? constantOf(c, own, depth + 1) : undefined;
    }
    default: return undefined;
  }
}

function elementType(items: readonly ConstantValue[], empty: Type = TensorT): Type {
  let type: Type | null = null;
  for (const item of items) type = type ? unifyTypes(type, constantType(item)) ?? AnyT : constantType(item);
  return type ?? empty;
}

/** The constant that a parameter's default is: numbers also out of numpy, of Tensors with one value, of Enums mixed with one. */
export function defaultConstant(c: Compiler, v: GValue, type: Type): ConstantValue | undefined {
  if (v !== null && typeof v === "object" && "bytes" in v) return { kind: "str", value: v.bytes };
  const o = c.py.object(v);
  switch (o?.kind) {
    case "instance": {
      const number = c.py.class(o.cls)?.module === "numpy" ? c.py.get(o.attrs, "_value") : undefined;
      return number === undefined ? constantOf(c, v) : constantOf(c, number);
    }
    case "enum": {
      const cls = c.py.class(o.cls);
      const kept = type.kind === "Enum" || type.kind === "Optional" && type.elem.kind === "Enum";
      return cls && !kept && mixedInto(c, cls) !== undefined ? constantOf(c, o.value) : constantOf(c, v);
    }
    case "range": return { kind: "tuple", type: tupleOf([]), items: o.items.map((i) => constantOf(c, i)).filter((i) => i !== undefined) };
    default: return constantOf(c, v);
  }
}

/** The number in a Tensor of one element, which pybind11 asks it for. */
function numberIn(v: TensorConstant): ConstantValue | undefined { return v.number === null ? undefined : v.isFloating ? { kind: "float", value: v.number } : { kind: "int", value: BigInt(v.number) }; }

/** The constant as a value of `type`, as torch converts a default; undefined where it does not fit. */
export function convertConstant(given: ConstantValue, type: Type): ConstantValue | undefined {
  const v = given.kind === "tensor" && ["float", "int", "bool", "complex"].includes(type.kind) ? numberIn(given) ?? given : given;
  switch (type.kind) {
    case "Unknown": case "Any": return v;
    case "Tensor": return v.kind === "None" || v.kind === "tensor" ? v : undefined;
    case "float":
      if (v.kind === "int" || v.kind === "bool") return { kind: "float", value: Number(v.value) };
      return v.kind === "float" ? v : undefined;
    case "complex":
      if (v.kind === "int" || v.kind === "float" || v.kind === "bool") return { kind: "complex", re: Number(v.value), im: 0 };
      return v.kind === "complex" ? v : undefined;
    case "int":
      // Python makes an int of the number in a tensor
      if (given.kind === "tensor" && v.kind === "float") return Number.isFinite(v.value) ? convertConstant({ kind: "int", value: BigInt(Math.trunc(v.value)) }, type) : undefined;
      return v.kind === "int" ? (BigInt.asIntN(64, v.value) === v.value ? v : undefined) : v.kind === "bool" ? { kind: "int", value: v.value ? 1n : 0n } : undefined;
    case "bool": return asBool(v);
    case "str": return v.kind === "str" ? v : undefined;
    case "NoneType": return v.kind === "None" ? v : undefined;
    case "Scalar": return v.kind === "int" || v.kind === "float" || v.kind === "complex" || v.kind === "bool" ? v : undefined;
    case "Device": return v.kind === "device" ? v : v.kind === "str" ? { kind: "device", value: v.value } : undefined;
    case "Optional": return v.kind === "None" ? v : convertConstant(v, type.elem);
    case "Union": return type.members.some((member) => isSubtypeOf(constantType(v), member)) ? v : undefined;
    case "List": {
      if (v.kind !== "list" && v.kind !== "tuple") return undefined;
      const items = v.items.map((i) => convertConstant(i, type.elem));
      return items.every((i): i is ConstantValue => i !== undefined) ? { kind: "list", elem: type.elem, items } : undefined;
    }
    case "Tuple": {
      if (v.kind !== "tuple" || v.items.length !== type.elems.length) return undefined;
      const items = v.items.map((x, i) => convertConstant(x, type.elems[i] ?? AnyT));
      return items.every((i): i is ConstantValue => i !== undefined) ? { kind: "tuple", type, items } : undefined;
    }
    case "Dict": {
      if (v.kind !== "dict") return undefined;
      const entries: [ConstantValue, ConstantValue][] = [];
      for (const [k, x] of v.entries) {
        const [key, value] = [convertConstant(k, type.key), convertConstant(x, type.value)];
        if (!key || !value) return undefined;
        entries.push([key, value]);
      }
      return { kind: "dict", key: type.key, value: type.value, entries };
    }
    // no value is made for a type that does not say what it holds
    case "AnyList": case "AnyTuple": return undefined;
    default: return isSubtypeOf(constantType(v), type) ? v : undefined;
  }
}

/** pybind11 asks None and numbers whether they are true. */
function asBool(v: ConstantValue): ConstantValue | undefined {
  switch (v.kind) {
    case "bool": return v;
    case "None": return { kind: "bool", value: false };
    case "int": return { kind: "bool", value: v.value !== 0n };
    case "float": return { kind: "bool", value: v.value !== 0 };
    case "complex": return { kind: "bool", value: v.re !== 0 || v.im !== 0 };
    default: return undefined;
  }
}
