/** Annotations → types. Answers to torch/csrc/jit/frontend/script_type_parser.cpp. */
import type { Argument, FunctionSchema } from "../schema/functionSchema";
import { FollowsFromUnknown, OwnLimit, ScriptError } from "../errors";
import type { Resolver, TorchVersion } from "../sugared/sugaredValue";
import {
  AnyListT, AnyT, AnyTupleT, BoolT, CapsuleT, ComplexT, DeviceT, FloatT, GeneratorT, IntT, NoneT, NumberT, StreamT, StringT,
  InferredTensorT, TensorT, UnknownT, canBeKey, dictOf, futureOf, listOf, tupleOf,
} from "../types/types";
import type { Type } from "../types/types";
import { annotationStr } from "../types/print";
import { optionalType, unionOf } from "../types/union";
import type { Decl, Def, TExpr } from "./tree";
import type { SourceRange } from "../../syntax/source";
import { parseTypeText } from "./typeComment";
import { Refusal } from "./refusal";
import { msg, verbatim, type Message } from "../../text/message";

const tensorNames: ReadonlySet<string> = new Set([
  "Tensor", "LongTensor", "FloatTensor", "DoubleTensor", "IntTensor", "ShortTensor", "HalfTensor", "CharTensor", "ByteTensor", "BoolTensor",
]);

const baseTypes: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...[...tensorNames].map((n): [string, Type] => [n, TensorT]),
  ["int", IntT], ["float", FloatT], ["bool", BoolT], ["complex", ComplexT], ["str", StringT],
  ["Device", DeviceT], ["Stream", StreamT], ["number", NumberT], ["None", NoneT], ["NoneType", NoneT],
  ["Any", AnyT], ["Capsule", CapsuleT], ["list", AnyListT], ["tuple", AnyTupleT],
]);

/** Names that need no definition to be read as types here, though Python needs one. */
export const isTorchsTypeName = (name: string): boolean => baseTypes.has(name) || /^(Tuple|List|Optional|Union|Future|Await|RRef|Dict|Generator|torch|BroadcastingList\d*|_size_\d_t)$/.test(name);

/** What people call what stands in place of a type. */
const kindNames: Readonly<Record<TExpr["kind"], Message>> = {
  BinOp: msg`an operator`, UnaryOp: msg`an operator`, TernaryIf: msg`a conditional expression`, ListComp: msg`a comprehension`,
  DictComp: msg`a comprehension`, Const: msg`a number`, StringLiteral: msg`a string`, True: verbatim("True"), False: verbatim("False"), None: verbatim("None"),
  Dots: verbatim("'...'"), Apply: msg`a call`, Select: msg`an attribute`, Subscript: msg`a subscript`, SliceExpr: msg`a slice`,
  Starred: msg`a starred expression`, Var: msg`a name`, TupleLiteral: msg`a tuple`, ListLiteral: msg`a list`, DictLiteral: msg`a dict`,
  IgnoredBlock: msg`a call`, ErrorExpr: msg`this`,
};

/** A list that may be given as one number. */
export interface BroadcastList {
  /** The type of the parameter: the list, or an Optional of it. */
  readonly type: Type;
  readonly elem: Type;
  readonly size: number;
}

const refuse = (rule: string, range: SourceRange, message: Message): never => {
  throw new ScriptError(rule, range, message);
};

/** Does torch's own small reader of quoted annotations get through? It knows names, and subscripts of names right behind them. */
function isReadByTorch(text: string): boolean {
  if (!/[[\],]/.test(text)) return true;
  let at = 0;
  const nested = (): boolean => {
    const name = /^[^,[\]]*/.exec(text.slice(at))?.[0] ?? "";
    at += name.length;
    if (name === "()") return true;
    if (!/^\s*[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*\s*$/u.test(name) || name.trim() === "None") return false;
    if (text[at] !== "[") return true;
    while (text[at] !== "]") {
      if (at >= text.length) return false;
      at++;
      if (!nested()) return false;
    }
    at++;
    return true;
  };
  return nested() && at === text.length;
}

export class ScriptTypeParser {
  constructor(private readonly resolver: Resolver | null, private readonly torch: TorchVersion) {}

  /** A whole annotation: names of the user go before torch's own, but only when they are all of it. */
  parseType(expr: TExpr): Type {
    // the range of a call without arguments is that of what is called, and torch resolves the text of the range
    const text = annotationText(expr.kind === "Apply" && expr.inputs.length + expr.attributes.length === 0 ? expr.callee : expr);
    if (text !== null && expr.kind !== "None") {
      const found = this.resolver?.resolveType(text, expr.range);
      if (found) return found;
    }
    return this.parse(expr);
  }

  private parse(expr: TExpr): Type {
    switch (expr.kind) {
      case "ErrorExpr": throw FollowsFromUnknown.ERROR;
      case "BinOp":
        if (expr.op === "|" && this.torch.atLeast(2, 0)) return this.union(flattenUnion(expr).map((m) => this.parse(m)), expr.range);
        break;
      case "Subscript": {
        const name = baseName(expr.value);
        if (name === null) return refuse("bad-annotation", expr.value.range, msg`only a type's name can be subscripted in an annotation`);
        return this.subscript(name, expr);
      }
      case "StringLiteral": return this.fromString(expr.text, expr.range);
      default: {
        const name = baseName(expr);
        if (name === null) break;
        const base = baseTypes.get(name) ?? (name === "Generator" && this.torch.atLeast(2, 0) ? GeneratorT : undefined);
        if (base !== undefined) return base;
        const found = this.resolver?.resolveType(name, expr.range);
        if (found) return found;
        return refuse("unknown-type", expr.range, msg`'${name}' is not a type that TorchScript knows`);
      }
    }
    return refuse("bad-annotation", expr.range, msg`${kindNames[expr.kind]} cannot be used as a type`);
  }

  private fromString(text: string, range: SourceRange): Type {
    if (text.startsWith("torch.classes.") || text.startsWith("torch.cuda.Stream") || text.startsWith("torch.cuda.Event")) {
      throw new OwnLimit(range, msg`custom C++ classes such as '${text}' are not known to this tool`);
    }
    if (!(this.resolver?.takesText?.(text) ?? isReadByTorch(text)) || !this.torch.atLeast(2, 0) && /\b(list|tuple|dict)\s*\[/.test(text)) {
      return refuse("unknown-type", range, msg`'${text}' is not a type that TorchScript knows`);
    }
    const found = this.resolver?.resolveType(text, range);
    if (found) return found;
    // torch lets Python look up the whole text; names inside of a subscript come one by one here.
    if (/[[\]]/.test(text) && !text.includes("|") && this.resolver !== null) {
      try {
        return this.parseType(parseTypeText(text, range));
      } catch (e) {
        if (!(e instanceof ScriptError || e instanceof Refusal)) throw e;
      }
    }
    return refuse("unknown-type", range, msg`'${text}' is not a type that TorchScript knows`);
  }

  private subscript(name: string, expr: Extract<TExpr, { kind: "Subscript" }>): Type {
    const items = expr.subscripts;
    const only = (): Type => {
      const first = items[0];
      if (first === undefined || (items.length !== 1 && !(name === "list" && this.torch.atLeast(2, 0)))) {
        return refuse("bad-annotation", expr.range, msg`${name} takes one type, not ${items.length}`);
      }
      return this.parse(first);
    };
    switch (name) {
      case "Tuple": case "tuple": {
        const first = items[0];
        if (items.length === 1 && first?.kind === "TupleLiteral") {
          if (first.inputs.length > 0) return refuse("bad-annotation", first.range, msg`only the empty tuple '()' may stand inside of Tuple[...]; write the types without brackets`);
          return tupleOf([]);
        }
        return tupleOf(items.map((x) => this.parse(x)));
      }
      case "List": case "list": return listOf(only());
      case "Optional": {
        const elem = only();
        return elem.kind === "NoneType" ? this.nothingToChoose(expr.range) : optionalType(elem);
      }
      case "Union": return this.union(items.map((x) => this.parse(x)), expr.range);
      case "Future": case "torch.jit.Future": return futureOf(only());
      case "Await": case "torch.jit._Await":
        if (this.torch.atLeast(2, 0)) return { kind: "Await", elem: only() };
        break;
      case "RRef": return { kind: "RRefOf", elem: only() };
      case "Dict": case "dict": {
        const [key, value] = items;
        if (key === undefined || value === undefined || items.length !== 2) return refuse("bad-annotation", expr.range, msg`${name} takes two types, not ${items.length}`);
        const keyType = this.parse(key);
        if (!canBeKey(keyType)) throw new ScriptError("dict-key-type", key.range, msg`${annotationStr(keyType)} cannot be the key type of a Dict: int, float, bool, complex, str and Tensor can`, [], true);
        return dictOf(keyType, this.parse(value));
      }
      default:
    }
    return refuse("unknown-type", expr.range, msg`'${name}' is not a type that TorchScript knows in this form`);
  }

  private union(members: readonly Type[], range: SourceRange): Type {
    if (members.some((m) => m.kind === "Unknown")) return UnknownT;
    const [simple] = members;
    const single = members.length === 1 && simple !== undefined && simple.kind !== "Union" && simple.kind !== "Optional";
    if (single || members.every((m) => m.kind === "NoneType")) return this.nothingToChoose(range);
    return unionOf(members);
  }

  /** torch breaks off, without a place, where nothing is left to choose from. */
  private nothingToChoose(range: SourceRange): never {
    throw new ScriptError("bad-annotation", range, msg`a Union of one type is not supported in TorchScript; torch does not say where`, [], true);
  }

  /** `BroadcastingList2[int]`, `_size_2_t` or an Optional of the former. */
  parseBroadcastList(expr: TExpr): BroadcastList | null {
    if (expr.kind === "Var") {
      const size = /^_size_(\d)_t$/.exec(expr.name.name)?.[1];
      return size === undefined ? null : { type: listOf(IntT), elem: IntT, size: Number(size) };
    }
    if (expr.kind !== "Subscript" || expr.value.kind !== "Var") return null;
    const name = expr.value.name.name;
    const first = expr.subscripts[0];
    if (name === "Optional") {
      const inner = first === undefined ? null : this.parseBroadcastList(first);
      return inner === null ? null : { ...inner, type: optionalType(inner.type) };
    }
    if (!name.startsWith("BroadcastingList")) return null;
    if (first === undefined || expr.subscripts.length !== 1) return refuse("bad-annotation", first?.range ?? expr.range, msg`a broadcasting list takes one type`);
    if (first.kind !== "Var") return refuse("bad-annotation", expr.value.range, msg`a broadcasting list takes a plain type name`);
    const elem = first.name.name === "int" ? IntT : first.name.name === "float" ? FloatT : null;
    if (elem === null) return refuse("bad-annotation", expr.value.range, msg`a broadcasting list holds int or float only`);
    const size = name.slice("BroadcastingList".length);
    if (!/^\d*$/.test(size)) return refuse("bad-annotation", first.range, msg`the size of a broadcasting list must be a positive whole number`);
    return { type: listOf(elem), elem, size: Number(size === "" ? 0 : size) };
  }

  /** Parameters as torch's schema has them; without an annotation a parameter is taken for a Tensor. */
  argumentsOf(decl: Decl, skipSelf: boolean): Argument[] {
    return decl.params.slice(skipSelf ? 1 : 0).map((p) => {
      const base = { name: p.ident.name, kwargOnly: p.kwargOnly };
      if (p.type === null) return { ...base, type: InferredTensorT, inferred: true };
      const list = this.parseBroadcastList(p.type);
      if (list !== null) return { ...base, type: list.type, listSize: list.size };
      return { ...base, type: this.parseType(p.type) };
    });
  }

  /** Empty where no return type is written: the emitter infers it. */
  returnsOf(decl: Decl): Argument[] {
    if (decl.returnType === null) return [];
    if (this.parseBroadcastList(decl.returnType) !== null) return refuse("bad-annotation", decl.returnType.range, msg`a broadcasting list cannot be returned`);
    return [{ name: "", type: this.parseType(decl.returnType), kwargOnly: false }];
  }
}

/** "models.common.Box", "List[int]": the annotation as text, where it is made of names only. */
export function annotationText(expr: TExpr): string | null {
  switch (expr.kind) {
    case "Var": return expr.name.name;
    case "None": return "None";
    case "Select": {
      const base = annotationText(expr.value);
      return base === null || expr.value.kind === "Subscript" ? null : `${base}.${expr.selector.name}`;
    }
    case "Subscript": {
      const base = annotationText(expr.value);
      const items = expr.subscripts.map((x) => (x.kind === "TupleLiteral" && x.inputs.length === 0 ? "()" : annotationText(x)));
      return base === null || items.includes(null) ? null : `${base}[${items.join(", ")}]`;
    }
    default: return null;
  }
}

function baseName(expr: TExpr): string | null {
  if (expr.kind === "Var") return expr.name.name;
  if (expr.kind === "None") return "None";
  if (expr.kind !== "Select") return null;
  if (expr.value.kind === "Var" && expr.value.name.name === "torch" && tensorNames.has(expr.selector.name)) return expr.selector.name;
  let first: TExpr = expr;
  while (first.kind === "Select") first = first.value;
  if (first.kind !== "Var") return refuse("bad-annotation", first.range, msg`${kindNames[first.kind]} cannot be used as a type`);
  return annotationText(expr);
}

function flattenUnion(expr: TExpr): TExpr[] {
  return expr.kind === "BinOp" && expr.op === "|" ? [...flattenUnion(expr.lhs), ...flattenUnion(expr.rhs)] : [expr];
}

export function parseTypeFromExpr(expr: TExpr, resolver: Resolver | null, torch: TorchVersion): Type {
  return new ScriptTypeParser(resolver, torch).parseType(expr);
}

export function parseBroadcastList(expr: TExpr, torch: TorchVersion): BroadcastList | null {
  return new ScriptTypeParser(null, torch).parseBroadcastList(expr);
}

/** Throws ScriptError at the first annotation that is no type, as torch does: parameters first, then the return. */
export function schemaFromDef(def: Def, resolver: Resolver | null, torch: TorchVersion, skipSelf = false): FunctionSchema {
  const parser = new ScriptTypeParser(resolver, torch);
  const args = parser.argumentsOf(def.decl, skipSelf);
  return { name: def.name.name, overload: "", args, returns: parser.returnsOf(def.decl), isVararg: false, isVarret: false };
}

/** As schemaFromDef, but goes on: every bad annotation is given to `report`, and its type is Unknown. */
export function tolerantSchemaFromDef(def: Def, resolver: Resolver | null, torch: TorchVersion, skipSelf: boolean, report: (e: ScriptError | OwnLimit) => void): FunctionSchema {
  const parser = new ScriptTypeParser(resolver, torch);
  const attempt = <T>(what: () => T, otherwise: T): T => {
    try {
      return what();
    } catch (e) {
      if (e instanceof ScriptError || e instanceof OwnLimit) report(e);
      else if (!(e instanceof FollowsFromUnknown)) throw e;
      return otherwise;
    }
  };
  const one = (i: number): Argument[] => parser.argumentsOf({ ...def.decl, params: def.decl.params.slice(i, i + 1) }, false);
  const args = def.decl.params.flatMap((p, i) => {
    if (skipSelf && i === 0) return [];
    return attempt(() => one(i), [{ name: p.ident.name, type: UnknownT, kwargOnly: p.kwargOnly }]);
  });
  const returns = attempt(() => parser.returnsOf(def.decl), [{ name: "", type: UnknownT, kwargOnly: false }]);
  return { name: def.name.name, overload: "", args, returns, isVararg: false, isVarret: false };
}
