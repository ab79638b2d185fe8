/** String literals, implicit concatenation and f-strings, with the spans that CPython 3.12 and later give their parts. */
import type { Constant, Expr, FormattedValue, JoinedStr, StringPiece } from "./ast";
import { childOf, isBroken } from "./concrete";
import type { CNode, Conversion } from "./concrete";
import { errorExpr, expression } from "./expressions";
import { decodeBody, decodePiece, decodeString, stringShape } from "./strings";
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
      const shape = stringShape(raw);
      parts.push(value.bytes ? { kind: "Constant", start: s.start, end: s.end, value: { type: "bytes", value: value.value } }
        : textPart(s.start, s.end, value.value, { start: s.start + shape.open, end: s.end - shape.close, prefix: shape.prefix, formatted: false }));
    }
  }
  if (bytes > 0 && plain > 0) {
    c.problem(start, end, msg`bytes and text cannot stand side by side`);
    return { kind: "ErrorExpr", start, end, message: msg`bytes and text cannot stand side by side` };
  }
  if (!formatted) {
    const literals = parts.flatMap((p) => (p.kind === "Constant" && (p.value.type === "str" || p.value.type === "bytes") ? [p.value] : []));
    const value = literals.map((v) => v.value).join("");
    if (bytes > 0) return { kind: "Constant", start, end, value: { type: "bytes", value } };
    const pieces = c.text.slice(start, end).includes("\n") ? literals.flatMap((v) => (v.type === "str" ? v.pieces ?? [] : [])) : [];
    return { kind: "Constant", start, end, value: { type: "str", value, ...(pieces.length > 0 ? { pieces } : {}) } };
  }
  return { kind: "JoinedStr", start, end, values: joinConstants(parts) };
}

function textPart(start: number, end: number, value: string, piece: StringPiece): Constant {
  return { kind: "Constant", start, end, value: { type: "str", value, pieces: [piece] } };
}

/** Neighbouring texts become one, empty ones go. */
function joinConstants(parts: readonly Expr[]): Expr[] {
  const out: Expr[] = [];
  for (const part of parts) {
    const last = out[out.length - 1];
    if (part.kind === "Constant" && part.value.type === "str" && last?.kind === "Constant" && last.value.type === "str") {
      out[out.length - 1] = { kind: "Constant", start: last.start, end: part.end, value: { type: "str", value: last.value.value + part.value.value, pieces: [...last.value.pieces ?? [], ...part.value.pieces ?? []] } };
    } else out.push(part);
  }
  return out.filter((p) => !(p.kind === "Constant" && p.value.type === "str" && p.value.value === ""));
}

function formattedParts(c: Conversion, s: CNode, prefix: string): Expr[] {
  const shape = stringShape(c.text.slice(s.start, s.end));
  const parts: Expr[] = [];
  let at = s.start + shape.open;
  const text = (end: number): void => {
    const piece = { start: at, end, prefix, formatted: true };
    if (end > at) parts.push(textPart(at, end, decodePiece(c.text.slice(at, end), piece), piece));
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
  return [textPart(x.start + 1, after, shown, { start: x.start + 1, end: after, prefix: "r", formatted: false }), field];
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
