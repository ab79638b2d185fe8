/**
 * YAML for user Python: js-yaml with the scalar rules of PyYAML's SafeLoader (YAML 1.1: `yes` is a bool,
 * `1e3` is a str, `1_000` an int), as JSON text in which ints, floats and mappings are tagged.
 */
import { defineScalarTag, loadAll, mergeTag, NOT_RESOLVED, realMapTag, Schema, seqTag, strTag, setTag, omapTag, pairsTag } from "js-yaml";

interface Tagged { readonly tag: "i" | "f"; readonly text: string }
class Number_ implements Tagged { constructor(readonly tag: "i" | "f", readonly text: string) {} }

const scalar = <T>(name: string, pattern: RegExp, make: (text: string) => T): ReturnType<typeof defineScalarTag<T>> =>
  defineScalarTag(`tag:yaml.org,2002:${name}`, { implicit: true, resolve: (text) => (pattern.test(text) ? make(text) : NOT_RESOLVED), identify: () => false });

const INT = /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT = /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function intText(text: string): string {
  const plain = text.replace(/_/g, "");
  const sign = plain.startsWith("-") ? -1n : 1n;
  const digits = plain.replace(/^[-+]/, "");
  if (digits.includes(":")) return String(sign * digits.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n));
  if (/^0[0-7]+$/.test(digits)) return String(sign * BigInt(`0o${digits.slice(1)}`));
  return String(sign * BigInt(digits));
}

function floatText(text: string): string {
  const plain = text.replace(/_/g, "").toLowerCase();
  if (plain.includes(":")) {
    const sign = plain.startsWith("-") ? -1 : 1;
    return String(sign * plain.replace(/^[-+]/, "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0));
  }
  return plain.replace(".inf", "inf").replace(".nan", "nan");
}

const SCHEMA = new Schema([
  strTag, seqTag, realMapTag, mergeTag, setTag, omapTag, pairsTag,
  scalar("null", /^(?:~|null|Null|NULL|)$/, () => null),
  scalar("bool", /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/, (text) => /^(?:y|t|on)/i.test(text)),
  scalar("int", INT, (text) => new Number_("i", intText(text))),
  scalar("float", FLOAT, (text) => new Number_("f", floatText(text))),
]);

const MAX_NODES = 1_000_000;

/** JSON text of all documents: `{"documents": [...]}` or `{"error": "...", "line": n}`. Never throws. */
export function yamlToJson(text: string): string {
  let left = MAX_NODES;
  const plain = (value: unknown, depth: number): unknown => {
    if (--left < 0 || depth > 200) throw new Error("the YAML text is too large or too deep");
    if (value instanceof Number_) return { [value.tag]: value.text };
    if (Array.isArray(value)) return value.map((v) => plain(v, depth + 1));
    if (value instanceof Map) return { m: [...value].map(([k, v]) => [plain(k, depth + 1), plain(v, depth + 1)]) };
    if (value instanceof Set) return { m: [...value].map((k) => [plain(k, depth + 1), null]) };
    if (typeof value === "object" && value !== null) return { m: Object.entries(value).map(([k, v]) => [k, plain(v, depth + 1)]) };
    return value ?? null;
  };
  try {
    return JSON.stringify({ documents: loadAll(text, { schema: SCHEMA }).map((d) => plain(d, 0)) });
  } catch (error) {
    const mark = (error as { mark?: { line?: number } }).mark;
    return JSON.stringify({ error: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error), line: (mark?.line ?? -1) + 1 });
  }
}
