/**
 * Schemas as text: reading operator declarations and writing signatures. Answers to
 * torch/csrc/jit/frontend/{function_schema_parser,schema_type_parser}.cpp and `operator<<` of
 * ATen/core/function_schema_inl.h.
 */
import type { ConstantValue } from "../ir/constant";
import { quoteString } from "../ir/constantRepr";
import {
  AnyClassT, AnyEnumT, AnyT, BoolT, CapsuleT, ClassType, ComplexT, DeviceT, FloatT, GeneratorT, IntT, LayoutT, MemoryFormatT, NoneT,
  NumberT, QSchemeT, QuantizerT, ScalarTypeT, StorageT, StreamT, StringT, SymBoolT, SymIntT, TensorT, dictOf, listOf, tupleOf,
} from "../types/types";
import type { Type } from "../types/types";
import { optionalType, unionOf } from "../types/union";
import { typeStr } from "../types/print";
import { constantStr } from "./constantText";
import type { Argument, FunctionSchema } from "./functionSchema";

const BASE_TYPES: Readonly<Record<string, Type>> = {
  Generator: GeneratorT, Dimname: StringT, ScalarType: ScalarTypeT, Layout: LayoutT, MemoryFormat: MemoryFormatT, Storage: StorageT,
  QScheme: QSchemeT, Quantizer: QuantizerT, ConstQuantizerPtr: IntT, Device: DeviceT, DeviceIndex: IntT, Stream: StreamT,
  Scalar: NumberT, str: StringT, float: FloatT, complex: ComplexT, int: IntT, SymInt: SymIntT, SymBool: SymBoolT, bool: BoolT,
  None: NoneT, NoneType: NoneT, Capsule: CapsuleT, Any: AnyT, AnyClassType: AnyClassT, AnyEnumType: AnyEnumT, Tensor: TensorT,
  GraphModule: AnyT,
};

/** What a declared type is in a graph. */
function inGraph(t: Type): Type {
  switch (t.kind) {
    case "ScalarType": case "Layout": case "MemoryFormat": case "SymInt": return IntT;
    case "List": { const elem = inGraph(t.elem); return elem === t.elem ? t : listOf(elem); }
    case "Optional": { const elem = inGraph(t.elem); return elem === t.elem ? t : optionalType(elem); }
    default: return t;
  }
}

const customClasses = new Map<string, ClassType>();

/** A class that torch's own C++ registers (`__torch__.torch.classes...`). */
export function customClass(qualname: string): ClassType {
  let made = customClasses.get(qualname);
  if (!made) {
    customClasses.set(qualname, made = new ClassType(qualname, false));
    for (const [name, signature] of CUSTOM_METHODS[/\.quantized\.(Linear|Conv)\w*PackedParamsBase$/.exec(qualname)?.[1] ?? /\.(profiling\._ScriptProfile)$/.exec(qualname)?.[1] ?? ""] ?? []) {
      const schema = parseSchema(`${name}(${qualname} _0) -> ${signature}`);
      made.methods.set(name, { name, qualname: `${qualname}.${name}`, ensureDefined: () => undefined, schema: () => schema });
    }
  }
  return made;
}

/** What torch's classes of packed weights can be asked for, and the type of the answer. */
const CUSTOM_METHODS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Conv: [["weight", "Tensor"], ["bias", "Tensor?"], ["unpack", "((Tensor, Tensor?) _0)"], ["stride", "int[]"], ["padding", "int[]"], ["output_padding", "int[]"], ["dilation", "int[]"], ["groups", "int"], ["transpose", "bool"]],
  "profiling._ScriptProfile": [["enable", "()"], ["disable", "()"]],
  Linear: [["bias", "Tensor?"], ["unpack", "((Tensor, Tensor?) _0)"]],
};

/** Names that stand for enum values in hand-written defaults. */
const NAMED_DEFAULTS: Readonly<Record<string, number>> = {
  strided: 0, Mean: 1, contiguous_format: 0,
  uint8: 0, int8: 1, int16: 2, short: 2, int32: 3, int: 3, int64: 4, long: 4, float16: 5, half: 5, float32: 6, float: 6, float64: 7, double: 7,
  complex32: 8, complex64: 9, complex: 9, complex128: 10, bool: 11, bfloat16: 15,
};
const STRING_ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07", b: "\b" };

const IDENT = /[A-Za-z_][\w]*/y;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?j?/y;

class SchemaParser {
  private at = 0;
  constructor(private readonly text: string) {}

  private fail(what: string): never {
    throw new Error(`schema '${this.text}': ${what} expected at ${this.at}`);
  }
  private skip(): void { while (this.text[this.at] === " ") this.at++; }
  private peek(s: string): boolean { this.skip(); return this.text.startsWith(s, this.at); }
  private take(s: string): boolean {
    if (!this.peek(s)) return false;
    this.at += s.length;
    return true;
  }
  private expect(s: string): void { if (!this.take(s)) this.fail(`'${s}'`); }
  private match(re: RegExp): string | null {
    this.skip();
    re.lastIndex = this.at;
    const found = re.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }
  private ident(): string { return this.match(IDENT) ?? this.fail("name"); }
  private list(end: string, item: () => void): void {
    if (!this.peek(end)) do item(); while (this.take(","));
    this.expect(end);
  }

  parse(): FunctionSchema {
    let name = this.ident();
    if (this.take("::")) name += `::${this.ident()}`;
    while (this.peek(".") && name.startsWith("__torch__")) { this.expect("."); name += `.${this.ident()}`; }
    const overload = this.take(".") ? this.ident() : "";
    const args: Argument[] = [];
    const returns: Argument[] = [];
    let kwargOnly = false;
    let isVararg = false;
    let isVarret = false;
    this.expect("(");
    this.list(")", () => {
      if (this.take("...")) isVararg = true;
      else if (this.take("*")) kwargOnly = true;
      else args.push(this.argument(false, kwargOnly));
    });
    this.expect("->");
    if (this.take("...")) isVarret = true;
    else if (this.take("(")) {
      this.list(")", () => { if (this.take("...")) isVarret = true; else returns.push(this.argument(true, false)); });
    } else returns.push(this.argument(true, false));
    this.skip();
    if (this.at < this.text.length) this.fail("end");
    return { name, overload, args, returns, isVararg, isVarret };
  }

  private argument(isReturn: boolean, kwargOnly: boolean): Argument {
    const declared = this.type();
    let { type: real, alias, elemAlias } = declared;
    let listSize: number | undefined;
    if (this.take("[")) {
      real = listOf(real);
      listSize = Number(this.match(NUMBER) ?? this.fail("size"));
      this.expect("]");
      elemAlias = alias;
      alias = this.alias();
      if (this.take("?")) real = optionalType(real);
    }
    const type = inGraph(real);
    const name = isReturn ? this.match(IDENT) ?? "" : this.ident();
    const hasDefault = !isReturn && this.take("=");
    const value = hasDefault ? this.defaultValue(type, listSize) : undefined;
    return {
      name, type, kwargOnly,
      ...(type !== real && { realType: real }), ...(listSize !== undefined && { listSize }), ...(value && { default: value }),
      ...(alias !== undefined && { alias }), ...(elemAlias !== undefined && { elemAlias }),
    };
  }

  private alias(): string | undefined {
    if (!this.text.startsWith("(", this.at)) return undefined;
    const end = this.text.indexOf(")", this.at);
    if (end < 0) this.fail("')'");
    const inside = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return inside;
  }

  private type(): { type: Type; alias: string | undefined; elemAlias: string | undefined } {
    let type = this.baseType();
    let alias = type.kind === "Tuple" ? undefined : this.alias();
    let elemAlias: string | undefined;
    for (;;) {
      if (this.peek("[]")) {
        this.expect("[]");
        type = listOf(type);
        elemAlias = alias;
        alias = this.alias();
      } else if (this.take("?")) type = optionalType(type);
      else return { type, alias, elemAlias };
    }
  }

  private baseType(): Type {
    if (this.take("(")) {
      const elems: Type[] = [];
      this.list(")", () => elems.push(this.type().type));
      return tupleOf(elems);
    }
    const name = this.ident();
    switch (name) {
      case "Future": return { kind: "Future", elem: this.inParentheses() };
      case "Await": return { kind: "Await", elem: this.inParentheses() };
      case "RRef": return { kind: "RRefOf", elem: this.inParentheses() };
      case "Dict": {
        this.expect("(");
        const key = this.type().type;
        this.expect(",");
        const value = this.type().type;
        this.expect(")");
        return dictOf(key, value);
      }
      case "Union": {
        const members: Type[] = [];
        this.expect("(");
        this.take(","); // torch prints Union(, str, Scalar): see unionStr
        this.list(")", () => members.push(this.type().type));
        return unionOf(members);
      }
      case "__torch__": {
        let qualname = name;
        while (this.take(".")) qualname += `.${this.ident()}`;
        return customClass(qualname);
      }
    }
    const known = BASE_TYPES[name];
    if (known) return known;
    if (/^[a-z]/.test(name)) return { kind: "Var", name };
    return this.fail("type");
  }
  private inParentheses(): Type {
    this.expect("(");
    const t = this.type().type;
    this.expect(")");
    return t;
  }

  private defaultValue(type: Type, size: number | undefined): ConstantValue {
    const list = type.kind === "List" ? type : type.kind === "Optional" && type.elem.kind === "List" ? type.elem : null;
    if (!list) return this.single(type);
    const items: ConstantValue[] = [];
    if (this.take("[")) {
      this.list("]", () => items.push(this.single(list.elem)));
    } else {
      const one = this.single(list.elem);
      if (one.kind === "None" || size === undefined) return one;
      for (let i = 0; i < size; i++) items.push(one);
    }
    return { kind: "list", elem: list.elem, items };
  }

  private single(type: Type): ConstantValue {
    this.skip();
    if (this.text[this.at] === "\"" || this.text[this.at] === "'") {
      const value = this.string();
      return type.kind === "Device" ? { kind: "device", value } : { kind: "str", value };
    }
    const number = this.match(NUMBER);
    if (number !== null) {
      if (number.endsWith("j")) return { kind: "complex", re: 0, im: Number(number.slice(0, -1)) };
      if (type.kind === "float" || /[.e]/.test(number)) return { kind: "float", value: Number(number) };
      return { kind: "int", value: BigInt(number) };
    }
    const name = this.ident();
    switch (name) {
      case "None": return { kind: "None" };
      case "True": case "False": return { kind: "bool", value: name === "True" };
      case "inf": return { kind: "float", value: Infinity };
      case "nan": return { kind: "float", value: NaN };
    }
    const enumValue = NAMED_DEFAULTS[name];
    return enumValue === undefined ? this.fail("default") : { kind: "int", value: BigInt(enumValue) };
  }

  private string(): string {
    const quote = this.text[this.at++] ?? "";
    let out = "";
    for (;;) {
      const c = this.text[this.at++];
      if (c === undefined) this.fail("closing quote");
      if (c === quote) return out;
      if (c !== "\\") { out += c; continue; }
      const octal = /[0-7]{1,3}/y;
      octal.lastIndex = this.at;
      const digits = octal.exec(this.text)?.[0];
      if (digits !== undefined) { this.at += digits.length; out += String.fromCharCode(parseInt(digits, 8)); continue; }
      const escaped = this.text[this.at++] ?? "";
      out += STRING_ESCAPES[escaped] ?? escaped;
    }
  }
}

/** Reads one declaration; throws on text that is none (facts are made by torch itself). */
export function parseSchema(text: string): FunctionSchema {
  return new SchemaParser(text).parse();
}

const printed = new WeakMap<FunctionSchema, string>();
/** As `str(fn.schema)` prints it. */
export function schemaStr(s: FunctionSchema): string {
  let text = printed.get(s);
  if (text === undefined) printed.set(s, (text = print(s)));
  return text;
}

function print(s: FunctionSchema): string {
  const parts: string[] = [];
  let kwargOnly = false;
  for (const arg of s.args) {
    parts.push(`${arg.kwargOnly && !kwargOnly ? "*, " : ""}${argumentStr(arg)}`);
    kwargOnly ||= arg.kwargOnly;
  }
  if (s.isVararg) parts.push("...");
  const returns = s.returns.map(argumentStr);
  if (s.isVarret) returns.push("...");
  const inner = returns.join(", ");
  const bare = returns.length === 1 && (s.isVarret || !inner.startsWith("("));
  return `${schemaName(s)}(${parts.join(", ")}) -> ${bare ? inner : `(${inner})`}`;
}

/** "aten::add.Tensor". */
export function schemaName(s: FunctionSchema): string {
  return s.overload === "" ? s.name : `${s.name}.${s.overload}`;
}

const aliasStr = (alias: string | undefined): string => (alias === undefined ? "" : `(${alias})`);

export function argumentStr(arg: Argument): string {
  const type = arg.realType ?? arg.type;
  const bare = type.kind === "Optional" ? type.elem : type;
  const core = bare.kind === "List" ? `${typeStr(bare.elem)}${aliasStr(arg.elemAlias)}[${arg.listSize ?? ""}]` : typeStr(bare);
  const name = arg.name === "" ? "" : ` ${arg.name}`;
  return `${core}${aliasStr(arg.alias)}${type.kind === "Optional" ? "?" : ""}${name}${arg.default ? `=${defaultStr(arg.default, type, bare)}` : ""}`;
}

function defaultStr(value: ConstantValue, type: Type, bare: Type): string {
  if (value.kind === "str" && bare.kind === "str") return quoteString(value.value);
  if (value.kind === "None" && type.kind === "Tensor") return "[ Tensor (undefined) ]"; // None becomes a tensor that is none
  // equal sizes and strides are written once: int[2] stride=1
  if (type.kind === "List" && type.elem.kind === "int" && value.kind === "list" && value.items.length > 1) {
    const texts = value.items.map(constantStr);
    const [first = ""] = texts;
    if (texts.every((t) => t === first)) return first;
  }
  return constantStr(value);
}
