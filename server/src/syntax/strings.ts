/** Values of number and string literals, as CPython's tokenizer and string parser compute them. */
import type { Literal, StringPiece } from "./ast";
import { characterNamed } from "./characterNames";

export function numberLiteral(raw: string): Literal | null {
  const text = raw.replace(/_/g, "");
  const last = text[text.length - 1] ?? "";
  const hexadecimal = /^0[xX]/.test(text);
  if (/^0[xXoObB][0-9a-fA-F]+$/.test(text)) return { type: "int", value: BigInt(text) };
  if (hexadecimal || /[lL]$/.test(text)) return null;
  if (last === "j" || last === "J") return { type: "complex", value: Number(text.slice(0, -1)) };
  if (/[.eE]/.test(text)) return { type: "float", value: Number(text) };
  if (/^0[0-9]*[1-9]/.test(text)) return null;
  return { type: "int", value: BigInt(text) };
}

export interface StringShape {
  /** Lower case, e.g. "rb". */
  readonly prefix: string;
  /** Length of prefix and opening quotes. */
  readonly open: number;
  /** Length of the closing quotes. */
  readonly close: number;
}

export function stringShape(raw: string): StringShape {
  const match = /^([a-zA-Z]*)("""|'''|"|')/.exec(raw);
  if (match === null) return { prefix: "", open: 0, close: 0 };
  const quote = match[2] ?? "";
  return { prefix: (match[1] ?? "").toLowerCase(), open: match[0].length, close: quote.length };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v",
};

/** Stands for a name that there is not; the file is no Python then. */
const UNKNOWN_CHARACTER = "\ufffd";

function hexDigits(text: string, at: number, count: number): number | null {
  const digits = text.slice(at, at + count);
  return digits.length === count && /^[0-9a-fA-F]+$/.test(digits) ? parseInt(digits, 16) : null;
}

/** The value of what stands between the quotes. Line ends become `\n`, as Python's reader makes them. */
export function decodeBody(body: string, prefix: string): string {
  const text = body.includes("\r") ? body.replace(/\r\n?/g, "\n") : body;
  if (prefix.includes("r") || !text.includes("\\")) return text;
  const bytes = prefix.includes("b");
  let out = "";
  let i = 0;
  while (i < text.length) {
    const c = text[i] ?? "";
    if (c !== "\\") {
      out += c;
      i++;
      continue;
    }
    const next = text[i + 1] ?? "";
    const simple = simpleEscapes[next];
    if (simple !== undefined) {
      out += simple;
      i += 2;
    } else if (next === "\n") i += 2;
    else if (next >= "0" && next <= "7") {
      const digits = /^[0-7]{1,3}/.exec(text.slice(i + 1, i + 4))?.[0] ?? "0";
      const code = parseInt(digits, 8);
      out += String.fromCharCode(bytes ? code & 255 : code);
      i += 1 + digits.length;
    } else {
      const width = next === "x" ? 2 : bytes ? 0 : next === "u" ? 4 : next === "U" ? 8 : 0;
      const code = width > 0 ? hexDigits(text, i + 2, width) : null;
      if (code !== null && code <= 0x10ffff) {
        out += String.fromCodePoint(code);
        i += 2 + width;
      } else if (next === "N" && !bytes && text[i + 2] === "{" && text.indexOf("}", i) > 0) {
        const end = text.indexOf("}", i);
        out += characterNamed(text.slice(i + 3, end)) ?? UNKNOWN_CHARACTER;
        i = end + 1;
      } else {
        out += c;
        i++;
      }
    }
  }
  return out;
}

/** The value of one literal with its quotes, or null for an f-string. */
export function decodeString(raw: string): { bytes: boolean; value: string } | null {
  const shape = stringShape(raw);
  if (/[ft]/.test(shape.prefix)) return null;
  return { bytes: shape.prefix.includes("b"), value: decodeBody(raw.slice(shape.open, raw.length - shape.close), shape.prefix) };
}

/** The value of a piece that is written as `raw`; an escaped character name keeps its braces. */
export function decodePiece(raw: string, piece: StringPiece): string {
  if (!piece.formatted) return decodeBody(raw, piece.prefix);
  const parts = piece.prefix.includes("r") ? [raw] : raw.split(/((?<!\\)(?:\\\\)*\\N\{[^}]*\})/);
  return decodeBody(parts.map((part, i) => (i % 2 === 1 ? part : part.replace(/\{\{/g, "{").replace(/\}\}/g, "}"))).join(""), piece.prefix);
}
