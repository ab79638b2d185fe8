/**
 * `hash()` of constants. Answers to IValue::hash (ATen/core/ivalue.cpp), c10/util/hash.h and, for text and
 * numbers with a point, to what torch is built with: the hash of the GNU C++ library on 64 bits.
 */
import type { ConstantValue } from "../../ir/constant";
import { bytesOfText } from "../../ir/textBytes";

const uint64 = (n: bigint): bigint => BigInt.asUintN(64, n);
const MULTIPLIER = 0xc6a4a7935bd1e995n;
const SEED = 0xc70f6907n;
const GOLDEN_RATIO = 0x9e3779b9n;

/** Null for what torch does not hash, or where the answer is not known here. */
export function hashOf(value: ConstantValue): bigint | null {
  switch (value.kind) {
    case "None": return 0n;
    case "bool": return value.value ? 1n : 0n;
    case "int": return value.value;
    case "float": return value.value === 0 ? 0n : hashBytes(new Uint8Array(Float64Array.of(value.value).buffer));
    case "str": return hashBytes(bytesOfText(value.value));
    case "device": return hashOfDevice(value.value);
    case "tuple": return hashOfItems(value.items);
    default: return null;
  }
}

function hashOfItems(items: readonly ConstantValue[]): bigint | null {
  let seed = 0n;
  for (const item of items) {
    const hash = hashOf(item);
    if (hash === null) return null;
    seed = uint64(seed ^ uint64(uint64(hash) + GOLDEN_RATIO + (seed << 6n) + (seed >> 2n)));
  }
  return seed;
}

/** The kind in the upper half of an int, the index in the lower; -1 stands for none. */
function hashOfDevice(text: string): bigint | null {
  const [name = "", index] = text.split(":");
  const kind = name === "cpu" ? 0n : name === "cuda" ? 1n : null;
  return kind === null ? null : (kind << 16n) | BigInt.asUintN(8, index === undefined ? -1n : BigInt(index));
}

function hashBytes(bytes: Uint8Array): bigint {
  const mix = (n: bigint): bigint => n ^ (n >> 47n);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~7;
  let hash = uint64(SEED ^ uint64(BigInt(bytes.length) * MULTIPLIER));
  for (let at = 0; at < whole; at += 8) {
    const data = uint64(mix(uint64(view.getBigUint64(at, true) * MULTIPLIER)) * MULTIPLIER);
    hash = uint64((hash ^ data) * MULTIPLIER);
  }
  if (whole < bytes.length) {
    let tail = 0n;
    for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8n) | BigInt(bytes[i] ?? 0);
    hash = uint64((hash ^ tail) * MULTIPLIER);
  }
  return mix(uint64(mix(hash) * MULTIPLIER));
}
