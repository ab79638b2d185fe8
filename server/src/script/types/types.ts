/**
 * TorchScript's types. Answers to ATen/core/jit_type.h.
 *
 * Simple types are interned constants and may be compared with `===`; the others are compared with
 * `equals`. Class and interface types have identity and are filled in after they are made.
 */
import type { SourceRange } from "../../syntax/source";
import type { ConstantValue } from "../ir/constant";
import type { FunctionSchema } from "../schema/functionSchema";

export type SimpleKind =
  | "Tensor" | "int" | "float" | "complex" | "bool" | "str" | "NoneType" | "Any" | "Scalar"
  | "Device" | "Stream" | "Generator" | "Layout" | "MemoryFormat" | "ScalarType" | "QScheme"
  | "Storage" | "Capsule" | "PyObject" | "AnyList" | "AnyTuple" | "AnyClass" | "AnyEnum"
  | "RRef" | "Quantizer" | "SymInt" | "SymFloat" | "SymBool" | "Function"
  /** Ours: the type of what could not be typed. Fits everything; nothing is reported about it. */
  | "Unknown";

export interface SimpleType { readonly kind: SimpleKind }
export interface ListType { readonly kind: "List"; readonly elem: Type }
export interface OptionalType { readonly kind: "Optional"; readonly elem: Type }
export interface TupleType {
  readonly kind: "Tuple";
  readonly elems: readonly Type[];
  /** Set for a NamedTuple. */
  readonly named?: { readonly qualname: string; readonly fields: readonly string[]; readonly defaults: readonly (ConstantValue | undefined)[] };
}
export interface DictType { readonly kind: "Dict"; readonly key: Type; readonly value: Type }
export interface UnionType { readonly kind: "Union"; readonly members: readonly Type[] }
export interface FutureType { readonly kind: "Future"; readonly elem: Type }
export interface AwaitType { readonly kind: "Await"; readonly elem: Type }
export interface RRefOfType { readonly kind: "RRefOf"; readonly elem: Type }
export interface EnumType {
  readonly kind: "Enum";
  readonly qualname: string;
  readonly valueType: Type;
  readonly members: readonly { readonly name: string; readonly value: ConstantValue }[];
}
/** A type variable of an operator schema ("t"). */
export interface VarType { readonly kind: "Var"; readonly name: string }
/** The type of a free function used as a value. */
export interface FunctionType { readonly kind: "FunctionValue"; readonly qualname: string; readonly fn: CompiledFunction }

/** Attribute of a class type. */
export interface ClassAttribute {
  readonly name: string;
  type: Type;
  readonly kind: "attribute" | "parameter" | "buffer" | "submodule";
}

/** A script class or the type of a module (then `isModule`). */
export class ClassType {
  readonly kind = "Class" as const;
  readonly attributes: ClassAttribute[] = [];
  readonly methods = new Map<string, CompiledFunction>();
  readonly staticMethods = new Map<string, CompiledFunction>();
  readonly constants = new Map<string, ConstantValue>();
  readonly properties = new Map<string, { getter: CompiledFunction; setter: CompiledFunction | null }>();
  readonly hooks: CompiledFunction[] = [];
  readonly preHooks: CompiledFunction[] = [];
  /** There is an error about the class itself: nothing is known of its members. */
  unread = false;
  constructor(readonly qualname: string, readonly isModule: boolean) {}
  attribute(name: string): ClassAttribute | undefined {
    return this.attributes.find((a) => a.name === name);
  }
}

export class InterfaceType {
  readonly kind = "Interface" as const;
  readonly methods = new Map<string, FunctionSchema>();
  constructor(readonly qualname: string, readonly isModule: boolean) {}
}

export type Type =
  | SimpleType | ListType | OptionalType | TupleType | DictType | UnionType | FutureType | AwaitType
  | RRefOfType | EnumType | VarType | FunctionType | ClassType | InterfaceType;

/**
 * A function or method known to the compiler, compiled when it is first needed (torch: GraphFunction).
 * `ensureDefined` compiles it if that has not happened, and detects recursion.
 */
export interface CompiledFunction {
  readonly name: string;
  readonly qualname: string;
  /** Compiles if needed; after an error the schema has Unknown where nothing better is known. */
  ensureDefined(): void;
  /** Its schema is known before it is compiled, and it need not be unless it is called. */
  readonly onDemand?: boolean;
  schema(): FunctionSchema;
  /** Where it is defined, if that is known. */
  readonly range?: SourceRange | null;
}

const simple = <K extends SimpleKind>(kind: K): SimpleType => ({ kind });
export const TensorT = simple("Tensor");
/** What a parameter without an annotation is: a Tensor, of an object of its own (TensorType::getInferred), which the exit transform tells from the other. */
export const InferredTensorT = simple("Tensor");
export const IntT = simple("int");
export const FloatT = simple("float");
export const ComplexT = simple("complex");
export const BoolT = simple("bool");
export const StringT = simple("str");
export const NoneT = simple("NoneType");
export const AnyT = simple("Any");
/** torch: NumberType, printed Scalar. */
export const NumberT = simple("Scalar");
export const DeviceT = simple("Device");
export const StreamT = simple("Stream");
export const GeneratorT = simple("Generator");
export const LayoutT = simple("Layout");
export const MemoryFormatT = simple("MemoryFormat");
export const ScalarTypeT = simple("ScalarType");
export const QSchemeT = simple("QScheme");
export const StorageT = simple("Storage");
export const CapsuleT = simple("Capsule");
export const PyObjectT = simple("PyObject");
export const AnyListT = simple("AnyList");
export const AnyTupleT = simple("AnyTuple");
export const AnyClassT = simple("AnyClass");
export const AnyEnumT = simple("AnyEnum");
export const AnyRRefT = simple("RRef");
export const QuantizerT = simple("Quantizer");
export const SymIntT = simple("SymInt");
export const SymFloatT = simple("SymFloat");
export const SymBoolT = simple("SymBool");
export const UnknownT = simple("Unknown");

export const listOf = (elem: Type): ListType => ({ kind: "List", elem });
export const dictOf = (key: Type, value: Type): DictType => ({ kind: "Dict", key, value });
/** Whether values of this type can be the keys of a Dict. */
export const canBeKey = (type: Type): boolean => ["Any", "int", "bool", "float", "complex", "str", "Tensor", "Device", "Unknown"].includes(type.kind);
export const tupleOf = (elems: readonly Type[]): TupleType => ({ kind: "Tuple", elems });
export const futureOf = (elem: Type): FutureType => ({ kind: "Future", elem });
/** An Optional of an Optional or of None folds; `Optional[Any]` does not. For elements that may be unions see `optionalType`. */
export function optionalOf(elem: Type): Type {
  if (elem.kind === "Optional" || elem.kind === "NoneType" || elem.kind === "Unknown") return elem;
  return { kind: "Optional", elem };
}
