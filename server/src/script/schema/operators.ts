/**
 * The operators that torch knows, by symbol. Answers to torch/csrc/jit/runtime/operator.cpp and
 * frontend/builtin_functions.cpp. Declarations are read when their symbol is first asked for:
 * there are over 4,000, and a model uses some fifty.
 */
import type { OperatorFacts } from "../api";
import type { BuiltinFunction } from "./builtinFunctions";
import { builtinFunctionsFor } from "./builtinFunctions";
import type { FunctionSchema } from "./functionSchema";
import { parseSchema } from "./parseSchema";

/** Where the same function is also found, under a name that the facts list. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^torch\.functional\./, "torch."], [/^torch\.nn\.modules\.utils\./, "torch.nn.functional."], [/^torch\._C\./, "torch.nn.functional."], [/^torch\.amp\.(grad_scaler\.)?(?=GradScaler$)/, "torch."], [/^torch\.overrides\./, "torch.nn.functional."],
];
const aliasesOf = (name: string): string[] => ALIASES.flatMap(([from, to]) => (from.test(name) ? [name.replace(from, to)] : []));

/** Operators by identity of functions that no listed module exports (torch/jit/_builtins.py). */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "collections.OrderedDict": "aten::dict", "builtins.dict": "aten::dict", "torch.backends.cudnn.is_acceptable": "aten::cudnn_is_acceptable", "torch.jit.Error": "aten::JITException", "torch.nested.to_padded_tensor": "aten::nested_to_padded_tensor",
  "torch.nn.modules.utils._pair": "aten::_pair", "torch.nn.modules.utils._single": "aten::_single", "torch.nn.modules.utils._triple": "aten::_triple", "torch.nn.modules.utils._quadruple": "aten::_quadruple",
  "torch.nn.modules.utils._list_with_default": "aten::list_with_default", "torch._C._infer_size": "aten::_infer_size", "torch._C._get_tracing_state": "aten::_get_tracing_state",
  "torch.nn.init._no_grad_fill_": "aten::_no_grad_fill_", "torch.nn.init._no_grad_normal_": "aten::_no_grad_normal_", "torch.nn.init._no_grad_uniform_": "aten::_no_grad_uniform_", "torch.nn.init._no_grad_zero_": "aten::_no_grad_zero_",
  "torch._jit_internal.is_scripting": "aten::is_scripting", "torch.jit.is_scripting": "aten::is_scripting", "warnings.warn": "aten::warn", "_warnings.warn": "aten::warn", "_py_warnings.warn": "aten::warn", "torch.autograd.grad": "aten::grad", "torch.autograd.backward": "aten::backward",
};

const NONE: readonly never[] = [];
const FARTHEST = 2;

export class OperatorTable {
  /** Declarations by symbol, in order of registration; text until it is needed. */
  private readonly texts = new Map<string, string[]>();
  private readonly parsed = new Map<string, readonly FunctionSchema[]>();

  constructor(readonly facts: OperatorFacts, schemas: readonly string[] = facts.schemas, private readonly base?: OperatorTable) {
    for (const text of schemas) {
      const head = text.slice(0, text.indexOf("("));
      const dot = head.indexOf(".", head.indexOf("::") + 2);
      const symbol = dot < 0 ? head : head.slice(0, dot);
      const same = this.texts.get(symbol);
      if (same) same.push(text);
      else this.texts.set(symbol, [text]);
    }
  }

  /** Registered operators of that name, without the functions that torch defines in TorchScript. */
  overloads(symbol: string): readonly FunctionSchema[] {
    const known = this.parsed.get(symbol);
    if (known) return known;
    const own = this.texts.get(symbol)?.map(parseSchema) ?? NONE;
    const made = this.base ? [...this.base.overloads(symbol), ...own] : own;
    if (made.length > 0) this.parsed.set(symbol, made); // names that are no operators come without end
    return made;
  }

  /** With more operators, of which those that cannot be read are left out. */
  with(schemas: readonly string[]): OperatorTable {
    return new OperatorTable(this.facts, schemas.filter((text) => { try { parseSchema(text); return true; } catch { return false; } }), this);
  }


  /** Functions that torch itself defines in TorchScript; they come after the operators and are inlined. */
  functions(symbol: string): readonly BuiltinFunction[] { return builtinFunctionsFor(symbol); }

  has(symbol: string): boolean { return this.texts.has(symbol) || (this.base?.has(symbol) ?? builtinFunctionsFor(symbol).length > 0); }

  /** The operator behind a Python callable, given its dotted names. */
  builtinFor(names: readonly string[]): string | undefined {
    for (const name of names) {
      for (const alias of [name, ...aliasesOf(name)]) {
        if (Object.hasOwn(this.facts.builtins, alias)) return this.facts.builtins[alias];
      }
      const symbol = ELSEWHERE[name];
      if (symbol !== undefined) return symbol;
      const direct = /^torch\._VF\.(\w+)$/.exec(name)?.[1];
      if (direct !== undefined && this.has(`aten::${direct}`)) return `aten::${direct}`;
      const custom = /^torch\.ops\.(\w+)\.(\w+)$/.exec(name);
      if (custom && this.has(`${custom[1]}::${custom[2]}`)) return `${custom[1]}::${custom[2]}`;
    }
    return undefined;
  }

  /** Registered symbols that differ by at most two letters, nearest first. */
  similar(symbol: string): string[] {
    const found: { symbol: string; distance: number }[] = [];
    for (const other of [...(this.base?.texts.keys() ?? []), ...this.texts.keys()]) {
      const distance = editDistance(symbol, other);
      if (distance <= FARTHEST) found.push({ symbol: other, distance });
    }
    return found.sort((a, b) => a.distance - b.distance).map((f) => f.symbol);
  }
}

/** Levenshtein's distance, or something above `FARTHEST`. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > FARTHEST) return FARTHEST + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let y = 1; y <= a.length; y++) {
    const next = [y];
    for (let x = 1; x <= b.length; x++) {
      const change = (row[x - 1] ?? 0) + (a[y - 1] === b[x - 1] ? 0 : 1);
      next.push(Math.min(change, (row[x] ?? 0) + 1, (next[x - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > FARTHEST) return FARTHEST + 1;
    row = next;
  }
  return row[b.length] ?? FARTHEST + 1;
}
