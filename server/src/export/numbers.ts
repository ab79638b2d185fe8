/** Numbers of torch's dtypes as little-endian bytes. */
import { STORAGES } from "./archive/pickler";
import { msg, Traceless } from "../text/message";

const scratch = new DataView(new ArrayBuffer(8));

export function halfBits(x: number): number {
  scratch.setFloat32(0, x);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const mantissa = bits & 0x7fffff;
  if (((bits >>> 23) & 0xff) === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    const full = mantissa | 0x800000;
    const shift = 14 - exponent;
    const half = full >>> shift;
    const rest = full & ((1 << shift) - 1);
    const middle = 1 << (shift - 1);
    return sign | (half + (rest > middle || (rest === middle && half & 1) ? 1 : 0));
  }
  const rest = mantissa & 0x1fff;
  const made = (exponent << 10) | (mantissa >>> 13);
  return sign | (made + (rest > 0x1000 || (rest === 0x1000 && made & 1) ? 1 : 0));
}

export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

export function bfloatBits(x: number): number {
  scratch.setFloat32(0, x);
  const bits = scratch.getUint32(0);
  if (Number.isNaN(x)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

export function bfloatValue(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

type Number_ = number | readonly [number, number];

const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** As an array of the machine's own, where that is what is wanted. */
function inArray(dtype: string, values: ArrayLike<Number_>): Float32Array | Float64Array | undefined {
  if (!LITTLE || !(values instanceof Float64Array)) return undefined;
  return dtype === "float32" ? new Float32Array(values) : dtype === "float64" ? values : undefined;
}

/** Throws on a dtype that torch has no storage for. */
export function encodeNumbers(dtype: string, values: ArrayLike<Number_>): Buffer {
  const bytes = STORAGES[dtype]?.bytes;
  if (bytes === undefined) throw new Traceless(msg`Tensors of dtype ${dtype} cannot be written.`);
  const fast = inArray(dtype, values);
  if (fast) return Buffer.from(fast.buffer, fast.byteOffset, fast.byteLength);
  const out = Buffer.alloc(bytes * values.length);
  for (let i = 0; i < values.length; i++) {
    const v = values[i] ?? 0;
    const [re, im] = typeof v === "number" ? [v, 0] : v;
    const at = i * bytes;
    switch (dtype) {
      case "float32": out.writeFloatLE(re, at); break;
      case "float64": out.writeDoubleLE(re, at); break;
      case "float16": out.writeUInt16LE(halfBits(re), at); break;
      case "bfloat16": out.writeUInt16LE(bfloatBits(re), at); break;
      case "int64": out.writeBigInt64LE(BigInt.asIntN(64, BigInt(Number.isFinite(re) ? Math.trunc(re) : -(2 ** 63))), at); break;
      case "int32": out.writeInt32LE(re | 0, at); break;
      case "int16": out.writeInt16LE((re << 16) >> 16, at); break;
      case "int8": out.writeInt8((re << 24) >> 24, at); break;
      case "uint8": out.writeUInt8(re & 255, at); break;
      case "bool": out.writeUInt8(re ? 1 : 0, at); break;
      case "complex64": out.writeFloatLE(re, at); out.writeFloatLE(im, at + 4); break;
      case "complex128": out.writeDoubleLE(re, at); out.writeDoubleLE(im, at + 8); break;
      default: throw new Traceless(msg`Tensors of dtype ${dtype} cannot be written.`);
    }
  }
  return out;
}

/** Real numbers only; the imaginary part of complex ones is dropped, as torch does with a warning. */
export function decodeNumbers(dtype: string, data: Buffer): Float64Array {
  const bytes = STORAGES[dtype]?.bytes;
  if (bytes === undefined) throw new Traceless(msg`Tensors of dtype ${dtype} cannot be read.`);
  const out = new Float64Array(Math.floor(data.length / bytes));
  for (let i = 0; i < out.length; i++) {
    const at = i * bytes;
    switch (dtype) {
      case "float32": case "complex64": out[i] = data.readFloatLE(at); break;
      case "float64": case "complex128": out[i] = data.readDoubleLE(at); break;
      case "float16": out[i] = halfValue(data.readUInt16LE(at)); break;
      case "bfloat16": out[i] = bfloatValue(data.readUInt16LE(at)); break;
      case "int64": out[i] = Number(data.readBigInt64LE(at)); break;
      case "int32": out[i] = data.readInt32LE(at); break;
      case "int16": out[i] = data.readInt16LE(at); break;
      case "int8": out[i] = data.readInt8(at); break;
      default: out[i] = data.readUInt8(at);
    }
  }
  return out;
}
