/** String literals, implicit concatenation and f-strings, with the spans that CPython 3.12 and later give their parts. */
import type { Expr, FormattedValue, JoinedStr } from "./ast";
import { childOf, isBroken } from "./concrete";
import type { CNode, Conversion } from "./concrete";
import { errorExpr, expression } from "./expressions";
import { decodeBody, decodeString, stringShape } from "./strings";
import { msg } from "../text/message";

/** One literal or several side by side; `start` and `end` are those of the whole. */
export function convertStrings(c: Conversion, strings: readonly CNode[], start: number, end: number): Expr {
  const parts: Expr[] = [];
  let formatted = false;
  let bytes = 0;
  let plain = 0;
  for (const s of strings) {
    const bad = s.children.find((x) => isBroken(x)) ?? (isBroken(s) ? s : undefined);
    if (bad !== undefined) {
      c.problem(bad.start, bad.end, msg`this string does not end`);
      return { kind: "ErrorExpr", start, end, message: msg`this string does not end` };
    }
    const raw = c.text.slice(s.start, s.end);
    if (raw.startsWith("`")) return errorExpr(c, s, msg`Python 3 has no backquotes`);
    const value = decodeString(raw);
    if (value === null) {
      formatted = true;
      plain++;
      parts.push(...formattedParts(c, s, stringShape(raw).prefix));
    } else {
      if (value.bytes) bytes++;
      else plain++;
      parts.push({ kind: "Constant", start: s.start, end: s.end, value: { type: value.bytes ? "bytes" : "str", value: value.value } });
    }
  }
  if (bytes > 0 && plain > 0) {
    c.problem(start, end, msg`bytes and text cannot stand side by side`);
    return { kind: "ErrorExpr", start, end, message: msg`bytes and text cannot stand side by side` };
  }
  if (!formatted) {
    const value = parts.map((p) => (p.kind === "Constant" && (p.value.type === "str" || p.value.type === "bytes") ? p.value.value : "")).join("");
    return { kind: "Constant", start, end, value: { type: bytes > 0 ? "bytes" : "str", value } };
  }
  return { kind: "JoinedStr", start, end, values: joinConstants(parts) };
}

/** Neighbouring texts become one, empty ones go. */
function joinConstants(parts: readonly Expr[]): Expr[] {
  const out: Expr[] = [];
  for (const part of parts) {
    const last = out[out.length - 1];
    if (part.kind === "Constant" && part.value.type === "str" && last?.kind === "Constant" && last.value.type === "str") {
      out[out.length - 1] = { kind: "Constant", start: last.start, end: part.end, value: { type: "str", value: last.value.value + part.value.value } };
    } else out.push(part);
  }
  return out.filter((p) => !(p.kind === "Constant" && p.value.type === "str" && p.value.value === ""));
}

function formattedParts(c: Conversion, s: CNode, prefix: string): Expr[] {
  const shape = stringShape(c.text.slice(s.start, s.end));
  const parts: Expr[] = [];
  let at = s.start + shape.open;
  const text = (end: number): void => {
    if (end > at) parts.push({ kind: "Constant", start: at, end, value: { type: "str", value: decodeFormatted(c.text.slice(at, end), prefix) } });
  };
  for (const x of s.children) {
    if (x.type !== "interpolation") continue;
    text(x.start);
    parts.push(...interpolation(c, x, prefix));
    at = x.end;
  }
  text(s.end - shape.close);
  return parts;
}

/** Doubled braces stand for one; an escaped character name keeps its braces. */
function decodeFormatted(raw: string, prefix: string): string {
  const named: string[] = [];
  const kept = prefix.includes("r") ? raw : raw.replace(/\\N\{[^}]*\}/g, () => {
    named.push("\ufffd");
    return "\ufffd";
  });
  return decodeBody(kept.replace(/\{\{/g, "{").replace(/\}\}/g, "}"), prefix);
}

function interpolation(c: Conversion, x: CNode, prefix: string): Expr[] {
  const node = childOf(x, "expression");
  if (node === undefined || x.children.some(isBroken)) return [errorExpr(c, x, msg`this is not a valid replacement field`)];
  const value = expression(c, node);
  const conversion = childOf(x, "type_conversion");
  const spec = childOf(x, "format_specifier");
  const equals = x.children.find((t) => t.type === "=");
  const field: FormattedValue = {
    kind: "FormattedValue", start: x.start, end: x.end, value,
    conversion: conversion ? c.text.slice(conversion.start + 1, conversion.end).trim() : equals !== undefined && spec === undefined ? "r" : null,
    formatSpec: spec ? formatSpec(c, spec, prefix) : null,
  };
  if (equals === undefined) return [field];
  const after = conversion?.start ?? spec?.start ?? x.end - 1;
  const shown = c.text.slice(x.start + 1, after);
  return [{ kind: "Constant", start: x.start + 1, end: after, value: { type: "str", value: shown } }, field];
}

function formatSpec(c: Conversion, spec: CNode, prefix: string): JoinedStr {
  const values: Expr[] = [];
  let at = spec.start + 1;
  const text = (end: number): void => {
    if (end > at) values.push({ kind: "Constant", start: at, end, value: { type: "str", value: decodeBody(c.text.slice(at, end), prefix) } });
  };
  for (const x of spec.children) {
    if (x.type !== "format_expression" && x.type !== "interpolation") continue;
    text(x.start);
    values.push(...interpolation(c, x, prefix));
    at = x.end;
  }
  text(spec.end);
  return { kind: "JoinedStr", start: spec.start, end: spec.end, values };
}
