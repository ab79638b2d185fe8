/** Example inputs as people write them: "1,3,224,224", "batch=2,16:int64". */
import type { ExampleInput } from "./format";

const DTYPES = /^(float(16|32|64)|bfloat16|u?int8|int(16|32|64)|bool)$/;

/** Undefined for a text that is none. A dimension with a name stays open. */
export function inputOf(text: string): ExampleInput | undefined {
  const [sizes = "", dtype = "float32", ...rest] = text.trim().split(":").map((part) => part.trim());
  if (rest.length > 0 || !DTYPES.test(dtype)) return undefined;
  const shape: number[] = [];
  const dynamic: Record<number, string> = {};
  const parts = sizes.replace(/^\[(.*)\]$/, "$1").split(",").map((p) => p.trim());
  for (const [i, part] of (sizes === "" || sizes === "[]" ? [] : parts).entries()) {
    const match = /^(?:([A-Za-z_]\w*)=)?(\d{1,9})$/.exec(part);
    if (!match) return undefined;
    if (match[1] !== undefined) dynamic[i] = match[1];
    shape.push(Number(match[2]));
  }
  return { shape, dtype, ...(Object.keys(dynamic).length > 0 ? { dynamic } : {}) };
}

/** The text that `inputOf` reads. */
export function inputText({ shape, dtype, dynamic }: ExampleInput): string {
  return `${shape.map((n, i) => (dynamic?.[i] === undefined ? String(n) : `${dynamic[i]}=${n}`)).join(",")}:${dtype}`;
}
