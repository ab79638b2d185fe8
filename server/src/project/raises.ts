/** The class of the Python exception that torch raises for what a rule names, where it is no RuntimeError: a script's `except` may ask for it. From the recorded answers in test/conformance. */
import type { ReportDiagnostic } from "./report";
import { factsOf } from "../text/message";

const RAISED: Readonly<Record<string, string>> = {
  "attribute-annotation": "ValueError",
  "bare-raise": "AttributeError",
  "bytes-literal": "FrontendError",
  "class-attribute-callable": "AttributeError",
  "comprehension-generators": "NotSupportedError",
  "comprehension-if": "NotSupportedError",
  "dict-expansion": "NotSupportedError",
  "fstring-conversion": "NotSupportedError",
  "fstring-format": "NotSupportedError",
  "hook-not-a-function": "AttributeError",
  "init-indentation": "IndentationError",
  "invalid-constant": "TypeError",
  "keyword-expansion": "NotSupportedError",
  "method-not-a-function": "AttributeError",
  "nested-too-deeply": "RecursionError",
  "no-source": "OSError",
  "overload-default": "FrontendError",
  "property-without-getter": "TypeError",
  "unary-plus": "AttributeError",
  "unsupported-syntax": "UnsupportedNodeError",
  "variable-arguments": "NotSupportedError",
  "with-target": "TypeError",
};

export function raisedFor(d: ReportDiagnostic | undefined): string {
  if (d?.rule === "augmented-operator" && factsOf(d.said.message)["by"] === "front end") return "NotSupportedError";
  if (d?.rule === "loop-else") return factsOf(d.said.message)["loop"] === "while" ? "TypeError" : "NotSupportedError";
  return RAISED[d?.rule ?? ""] ?? "RuntimeError";
}
