/**
 * A value of the graph as an expression sees it: attributes, methods, items, iteration.
 * Answers to SimpleValue in torch/csrc/jit/frontend/sugared_value.{h,cpp}.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { Value } from "../ir/ir";
import { isSubtypeOf } from "../types/subtype";
import { annotationStr } from "../types/print";
import type { ClassType, Type } from "../types/types";
import { StringT } from "../types/types";
import { SpecialFormValue, TensorCastValue, tryBuiltinMethod } from "./builtins";
import { MethodValue } from "./classes";
import { SugaredTupleValue } from "./containers";
import type { EmitContext, NamedValue } from "./sugaredValue";
import { SugaredValue } from "./sugaredValue";
import {
  builtinCallUnplaced, constInt, containedTypes, fail, hasUnknown, insertCall, insertGetAttr, insertSetAttr, insertTupleIndex, isTensor, named, unpackTuple,
} from "./support";
import { knowing, msg, type Message } from "../../text/message";

/** `x.float()` and the like, and the dtype they cast to. */
const TENSOR_CASTS: ReadonlyMap<string, string> = new Map([
  ["byte", "uint8"], ["char", "int8"], ["double", "float64"], ["float", "float32"], ["cfloat", "complex64"],
  ["cdouble", "complex128"], ["int", "int32"], ["long", "int64"], ["short", "int16"], ["half", "float16"],
]);

/**
 * Properties that are operators. Which of them a version of torch has is seen from its operators:
 * one without a schema is no property there.
 */
const TENSOR_PROPERTIES: ReadonlyMap<string, "prim" | "aten"> = new Map([
  ...(["dtype", "device", "grad", "data", "shape", "is_cuda", "is_cpu", "is_xpu", "is_xla", "is_sparse", "is_sparse_csr", "is_mkldnn", "is_mps",
    "is_mtia", "is_maia", "is_quantized", "is_vulkan", "is_ipu", "is_meta", "is_nested", "requires_grad", "layout", "T", "H", "is_ort", "ndim",
    "name", "itemsize", "nbytes"] as const).map((n) => [n, "prim"] as const),
  ...(["is_leaf", "mT", "mH", "real", "imag", "retains_grad"] as const).map((n) => [n, "aten"] as const),
]);
const PROPERTIES: Partial<Record<Type["kind"], ReadonlyMap<string, "prim" | "aten">>> = {
  Tensor: TENSOR_PROPERTIES,
  Optional: new Map([["unchecked_unwrap_optional", "prim"]]),
  Device: new Map([["type", "prim"], ["index", "prim"]]),
};

/** True if an attribute of type `attr` would make instances of `cls` contain one another. */
function containsClass(cls: ClassType, attr: Type, seen = new Set<Type>()): boolean {
  if (attr.kind === "Unknown" || seen.has(attr)) return false;
  seen.add(attr);
  return isSubtypeOf(attr, cls) || containedTypes(attr).some((t) => containsClass(cls, t, seen));
}

export class SimpleValue extends SugaredValue {
  constructor(readonly value: Value) { super(); }
  get kind(): string { return `value of type '${annotationStr(this.type)}'`; }
  override get spoken(): Message { return msg`value of type '${{ valueType: annotationStr(this.type) }}'`; }
  get type(): Type { return this.value.type; }
  get isUnknown(): boolean { return this.value.type.kind === "Unknown"; }

  override asValue(): Value { return this.value; }
  override isNoneConstant(): boolean { return this.value.node.mustBeNone; }

  override hasAttr(range: SourceRange, m: EmitContext, field: string): boolean {
    const t = this.type;
    if (hasUnknown(t)) throw FollowsFromUnknown.ERROR;
    if (t.kind === "Class") return t.methods.has(field) || t.attribute(field) !== undefined || t.constants.has(field);
    if (t.kind === "Tuple" && t.named && m.compiler.torch.atLeast(2, 0)) return t.named.fields.includes(field);
    return fail("hasattr-object", range, msg`hasattr() can only be decided for a class instance or a module, not for ${annotationStr(t)}`, [t]);
  }

  override attr(range: SourceRange, m: EmitContext, field: string): SugaredValue {
    const t = this.type;
    if (this.isUnknown) return this;
    if (isTensor(t)) {
      const dtype = TENSOR_CASTS.get(field);
      if (dtype !== undefined) return new TensorCastValue(dtype, named(range, this.value, "self"));
    }
    const namespace = PROPERTIES[t.kind]?.get(field);
    if (namespace && m.compiler.operators.has(`${namespace}::${field}`)) {
      return new SimpleValue(builtinCallUnplaced(m, range, `${namespace}::${field}`, [named(range, this.value)]));
    }
    const own = this.ownAttr(range, m, t, field);
    if (own) return own;

    const self = named(range, this.value, "self");
    if (field === "type") {
      const to = tryBuiltinMethod(m, "aten::to", self);
      if (to) return to;
    }
    const builtin = tryBuiltinMethod(m, `aten::${field}`, self);
    if (builtin) return builtin;
    if (isTensor(t) && field === "tolist") return new SpecialFormValue("prim::tolist");
    if (isTensor(t) && field === "__getitem__") return new SpecialFormValue("aten::index");
    if (t.kind === "Await") return new SimpleValue(insertCall(m, "prim::awaitable_wait", [this.value], range)).attr(range, m, field);
    const missing = msg`${{ owner: annotationStr(t) }} has no attribute or method '${field}'`;
    return fail("unknown-attribute", range, t.kind === "Class" ? msg`${missing}; attributes of a class must be assigned in its __init__`
      : t.kind === "Optional" ? msg`${missing}; check it against None first, in a local variable` : missing, [t]);
  }

  /** Fields of named tuples, members of classes, interfaces and enums. */
  private ownAttr(range: SourceRange, m: EmitContext, t: Type, field: string): SugaredValue | null {
    switch (t.kind) {
      case "Tuple": {
        const index = t.named ? t.named.fields.indexOf(field) : -1;
        const type = t.elems[index];
        if (!type) return null;
        return new SimpleValue(insertTupleIndex(m, this.value, m.graph.insertConstant(constInt(index), null), type));
      }
      case "Class": {
        if (t.methods.has(field)) return new MethodValue(this.value, [field]);
        const attribute = t.attribute(field);
        if (attribute) return new SimpleValue(insertGetAttr(m, this.value, field, attribute.type));
        const property = t.properties.get(field);
        if (property) return new MethodValue(this.value, [property.getter.name]).call(range, m, [], []);
        return null;
      }
      case "Interface": return t.methods.has(field) ? new MethodValue(this.value, [field]) : null;
      case "Enum": {
        if (field !== "name" && field !== "value") return null;
        const type = field === "name" ? StringT : t.valueType;
        return new SimpleValue(m.graph.insertOp(field === "name" ? "prim::EnumName" : "prim::EnumValue", [this.value], type, null));
      }
      default: return null;
    }
  }

  override setAttr(range: SourceRange, m: EmitContext, field: string, value: Value): void {
    const t = this.type;
    if (t.kind !== "Class") return fail("set-attribute-on-value", range, msg`attributes of ${annotationStr(t)} cannot be set, only those of modules and scripted classes`, [t]);
    let expected = t.attribute(field)?.type;
    if (!expected) {
      const initializing = m.fn.name === "__init__" && m.graph.inputs[0]?.type === t;
      if (!initializing) {
        const property = t.properties.get(field);
        if (property?.setter) {
          new MethodValue(this.value, [property.setter.name]).call(range, m, [named(value.node.range ?? range, value)], []);
          return;
        }
        if (property) return fail("read-only-attribute", range, msg`'${field}' is a property without a setter, so it cannot be assigned to`);
        return fail("new-attribute", range, knowing(msg`'${field}' is not an attribute of ${annotationStr(t)}: attributes must be assigned in __init__`, { field, assigned: annotationStr(value.type) }));
      }
      if (containsClass(t, value.type)) {
        return fail("recursive-class", range, msg`attribute '${field}' would make ${annotationStr(t)} contain instances of itself`, [value.type]);
      }
      expected = value.type;
      t.attributes.push({ name: field, type: expected, kind: "attribute" });
      if (m.graph.insertPoint.block !== m.graph.block) {
        return fail("attribute-in-branch", range, msg`attribute '${field}' is first assigned inside a branch or loop of __init__; assign it once at the top level before`);
      }
    }
    if (hasUnknown(expected) || hasUnknown(value.type)) return;
    if (!isSubtypeOf(value.type, expected)) {
      return fail("attribute-type", range, msg`attribute '${{ attribute: field }}' has type ${{ wanted: annotationStr(expected) }} but is assigned ${{ given: annotationStr(value.type) }}`, [expected, value.type]);
    }
    insertSetAttr(m, this.value, field, value);
  }

  private unlessNone(message: Message): Message { return this.type.kind === "Optional" ? msg`${message}; check it against None first` : message; }

  override call(range: SourceRange, m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[], nBinders: number): SugaredValue {
    if (this.isUnknown) return this;
    if (this.type.kind === "Class") return this.attr(range, m, "__call__").call(range, m, args, kwargs, nBinders);
    return fail("not-callable", range, this.unlessNone(msg`${annotationStr(this.type)} cannot be called`), [this.type]);
  }
  override resultType(m: EmitContext, args: readonly NamedValue[], kwargs: readonly NamedValue[]): Type | null {
    return this.type.kind === "Class" && this.type.methods.has("__call__") ? new MethodValue(this.value, ["__call__"]).resultType(m, args, kwargs) : null;
  }

  override asTuple(range: SourceRange, m: EmitContext, size?: number): SugaredValue[] {
    const t = this.type;
    if (t.kind === "Unknown") {
      if (size === undefined) throw FollowsFromUnknown.ERROR;
      return Array.from({ length: size }, () => this);
    }
    if (t.kind === "Tuple") return unpackTuple(m, this.value).map((v) => new SimpleValue(v));
    if (t.kind === "List") {
      if (size === undefined) return fail("list-unpack-size", range, msg`the length of a list is not known while compiling, so it cannot be unpacked here`, [t]);
      const n = m.graph.create("prim::ListUnpack", [this.value], 0);
      for (let i = 0; i < size; i++) n.addOutput(t.elem);
      return m.graph.insertNode(n).outputs.map((v) => new SimpleValue(v));
    }
    if (t.kind === "AnyTuple") return fail("bare-tuple", range, msg`the element types of this tuple are not known: refine it to a Tuple with element types`, [t]);
    return fail("not-a-tuple", range, knowing(this.unlessNone(msg`${annotationStr(t)} cannot be unpacked`), { unpacked: annotationStr(t) }), [t]);
  }

  override len(range: SourceRange, m: EmitContext): Value {
    const t = this.type;
    if (t.kind === "Unknown") return this.value;
    if (t.kind === "List" || t.kind === "str" || isTensor(t)) return insertCall(m, "aten::len", [this.value], range);
    return fail("not-iterable", range, this.unlessNone(msg`${annotationStr(t)} cannot be iterated over`), [t]);
  }

  override getItem(range: SourceRange, m: EmitContext, index: Value, typeHint?: Type): SugaredValue {
    const t = this.type;
    if (t.kind === "Unknown") return this;
    if (t.kind === "List" || t.kind === "str" || t.kind === "Dict") {
      return new SimpleValue(insertCall(m, "aten::__getitem__", [this.value, index], range));
    }
    if (isTensor(t)) {
      const zero = m.graph.insertConstant(constInt(0), null);
      return new SimpleValue(insertCall(m, "aten::select", [this.value, zero, index], range));
    }
    if (t.kind === "Class") {
      if (t.isModule && typeHint) {
        return new SimpleValue(insertCall(m, "prim::ModuleContainerIndex", [this.value, index], range).setType(typeHint));
      }
      return this.attr(range, m, "__getitem__").call(range, m, [named(index.node.range ?? range, index)], [], 1);
    }
    return fail("not-subscriptable", range, this.unlessNone(msg`${annotationStr(t)} cannot be indexed`), [t]);
  }

  override iter(range: SourceRange, m: EmitContext): SugaredValue {
    const t = this.type;
    if (t.kind === "Unknown" || t.kind === "List" || t.kind === "str" || t.kind === "Tensor") return new SimpleValue(this.value);
    if (t.kind === "Dict") return new SimpleValue(insertCall(m, "aten::keys", [this.value], range));
    if (t.kind === "Tuple") return new SugaredTupleValue(unpackTuple(m, this.value).map((v) => new SimpleValue(v)));
    return fail("not-iterable", range, this.unlessNone(msg`${annotationStr(t)} cannot be iterated over`), [t]);
  }
}

/** The graph value behind a plain value, else null (torch: asSimple). */
export const asSimple = (v: SugaredValue): Value | null => (v instanceof SimpleValue ? v.value : null);
export const isUnknownValue = (v: SugaredValue): boolean => v instanceof SimpleValue && v.isUnknown;
