/** Example inputs as people write them: "1,3,224,224", "batch=2,16:int64", "2:int64=5,3". */
import { count } from "../../export/strides";
import type { ExampleInput } from "./format";

const DTYPES = /^(float(16|32|64)|bfloat16|u?int8|int(16|32|64)|bool)$/;
const SPECIAL: Readonly<Record<string, number>> = { true: 1, false: 0, inf: Infinity, "-inf": -Infinity, nan: NaN };

/** Undefined for a text that is none. A dimension with a name stays open. What stands behind the dtype and '=' are values: one, one for each element in order, or a range to draw from. */
export function inputOf(text: string): ExampleInput | undefined {
  const [sizes = "", typed = "float32", ...rest] = text.trim().split(":").map((part) => part.trim());
  const [dtype = "", given, ...more] = typed.split("=").map((part) => part.trim());
  if (rest.length > 0 || more.length > 0 || !DTYPES.test(dtype)) return undefined;
  const shape: number[] = [];
  const dynamic: Record<number, string> = {};
  const parts = sizes.replace(/^\[(.*)\]$/, "$1").split(",").map((p) => p.trim());
  for (const [i, part] of (sizes === "" || sizes === "[]" ? [] : parts).entries()) {
    const match = /^(?:([A-Za-z_]\w*)=)?(\d{1,9})$/.exec(part);
    if (!match) return undefined;
    if (match[1] !== undefined) dynamic[i] = match[1];
    shape.push(Number(match[2]));
  }
  const values = given === undefined ? undefined : valuesOf(given, dtype, count(shape));
  if (given !== undefined && !values) return undefined;
  return { shape, dtype, ...(Object.keys(dynamic).length > 0 ? { dynamic } : {}), ...(values ? { values } : {}) };
}

function valuesOf(text: string, dtype: string, elements: number): ExampleInput["values"] {
  const numberOf = (word: string): number => { const n = word === "" ? NaN : SPECIAL[word.toLowerCase()] ?? Number(word); return fits(n, word, dtype) ? n : UNFIT; };
  const [low, high, ...others] = text.split("..").map((word) => numberOf(word.trim()));
  if (low !== undefined && high !== undefined) return others.length === 0 && low <= high && Number.isFinite(high - low) && dtype !== "bool" ? { low, high } : undefined;
  const each = text.replace(/^\[(.*)\]$/, "$1").split(",").map((word) => numberOf(word.trim()));
  return each.includes(UNFIT) || (each.length !== 1 && each.length !== elements) ? undefined : each;
}

/** No number that a dtype holds. */
const UNFIT = 2 ** 70;
/** Whether the dtype has such a value; NaN only where it was written. */
function fits(n: number, word: string, dtype: string): boolean {
  if (dtype.includes("float")) return !Number.isNaN(n) || word.toLowerCase() === "nan";
  const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(dtype) ?? [];
  if (bits === undefined) return n === 0 || n === 1;
  const most = Math.min(2 ** (Number(bits) - (unsigned === "u" ? 0 : 1)) - 1, Number.MAX_SAFE_INTEGER);
  return Number.isInteger(n) && n <= most && n >= (unsigned === "u" ? 0 : -most - 1);
}

/** Values beyond these are not said again. */
const MOST_SAID = 16;
/** The text that `inputOf` reads. */
export function inputText({ shape, dtype, dynamic, values }: ExampleInput): string {
  const given = values === undefined ? "" : "low" in values ? `=${values.low}..${values.high}` : `=${values.slice(0, MOST_SAID).map((v) => (Number.isFinite(v) ? v : String(v).toLowerCase().replace("inity", ""))).join(",")}${values.length > MOST_SAID ? ",..." : ""}`;
  return `${shape.map((n, i) => (dynamic?.[i] === undefined ? String(n) : `${dynamic[i]}=${n}`)).join(",")}:${dtype}${given}`;
}
