/**
 * Modules and functions that torch.jit.trace gave. Their graphs are not known here; what they take and return
 * is what running them once on their example inputs told. Answers to torch/jit/_trace.py and, for the type of
 * a traced module, to create_script_module with `is_tracing`.
 */
import type { GModule, GScriptFunction, GScriptModule, GTraced, GTracedSignature, GValue } from "../../host/objectGraph";
import type { SourceRange } from "../../syntax/source";
import { OwnLimit } from "../errors";
import type { Argument, FunctionSchema } from "../schema/functionSchema";
import type { CompiledFunction, Type } from "../types/types";
import { ClassType, StringT, TensorT, UnknownT, dictOf, listOf, tupleOf } from "../types/types";
import { Abort, type Compiler } from "./compiler";
import { Builder, ConcreteType, concreteTypeOf } from "./concreteType";
import { isRef, qualifiedName } from "./graphReader";
import { compileModule } from "./modules";
import { msg } from "../../text/message";

const EMPTY_MODULE: GModule = { kind: "module", cls: -1, attrs: [], parameters: [], buffers: [], modules: [], nonPersistentBuffers: [], forwardHooks: [], forwardPreHooks: [], backwardHooks: 0 };

function typeOf(shape: GTraced): Type {
  if (shape === "Tensor") return TensorT;
  if ("tuple" in shape) return tupleOf(shape.tuple.map(typeOf));
  return "list" in shape ? listOf(typeOf(shape.list)) : dictOf(StringT, typeOf(shape.dict));
}

const argument = (name: string, type: Type): Argument => ({ name, type, kwargOnly: false });

function schemaOf(name: string, told: GTracedSignature, self: Type | null): FunctionSchema {
  const args = told.inputs.map((shape, i) => argument(told.names[i] ?? `argument_${i + 1}`, typeOf(shape)));
  return { name, overload: "", args: self ? [argument("self", self), ...args] : args, returns: [argument("", typeOf(told.returns))], isVararg: false, isVarret: false };
}

/** Of a traced function without a signature. */
export const untold = (range: SourceRange | null): OwnLimit => new OwnLimit(range, msg`what this traced function takes and returns could not be told: it did not run here on its example inputs`);

/** A traced function as something to call, the same each time; without a signature the call is our own limit. */
export function tracedFunction(c: Compiler, index: number, traced: GScriptFunction): CompiledFunction {
  const known = c.tracedFunctions.get(index);
  if (known) return known;
  const fn = c.py.functionOf(traced.func);
  const name = fn?.name ?? "traced";
  const schema = traced.signature && schemaOf(name, traced.signature, null);
  const made: CompiledFunction = {
    name, qualname: fn ? qualifiedName(fn.module, fn.name) : `__torch__.${name}`, ensureDefined: () => undefined,
    schema: () => { if (!schema) throw untold(c.here); return schema; },
  };
  c.tracedFunctions.set(index, made);
  return made;
}

/** The type of a traced module: its attributes are those of the module, and it has a forward if it was traced itself. */
export function tracedType(c: Compiler, module: GValue, traced: GScriptModule | null, path: string): ConcreteType {
  const index = isRef(module) ? module.o : -1;
  const known = c.tracedTypes.get(index);
  if (known) return known;
  const m = c.py.at(index);
  const own = m?.kind === "module" ? m : undefined;
  const cls = own ? c.py.moduleClass(own) : undefined;
  const type = new ClassType(c.uniqueName(cls ? qualifiedName(cls.module, cls.name) : "__torch__.Traced"), true);
  const made = new ConcreteType(own ? own.cls : -1, "none", own ?? EMPTY_MODULE, type);
  made.path = path;
  made.compiled = true;
  c.tracedTypes.set(index, made);
  if (own) c.quietly(() => new Builder(c, made, path, true).build());
  if (traced) type.methods.set("forward", tracedForward(c, traced, index, type, path));
  return made;
}

function tracedForward(c: Compiler, traced: GScriptModule, index: number, type: ClassType, path: string): CompiledFunction {
  const schema = traced.signature ? schemaOf("forward", traced.signature, type) : guessedSchema(c, traced, index, type);
  const unknown = schema.returns[0]?.type === UnknownT;
  return {
    name: "forward", qualname: `${type.qualname}.forward`, schema: () => schema,
    ensureDefined: () => { if (unknown) c.report(new OwnLimit(null, msg`what the traced module '${path}' returns is not known here: it did not run on its example inputs`)); },
  };
}

/** As many Tensors as it was traced with; what scripting it would return, if it can be scripted at all. */
function guessedSchema(c: Compiler, traced: GScriptModule, index: number, type: ClassType): FunctionSchema {
  const scripted = scriptedForward(c, index);
  const names = scripted?.args.slice(1).map((a) => a.name) ?? [];
  const args = Array.from({ length: traced.inputs ?? 1 }, (_, i) => argument(names[i] ?? `argument_${i + 1}`, TensorT));
  return { name: "forward", overload: "", args: [argument("self", type), ...args], returns: [argument("", scripted?.returns[0]?.type ?? UnknownT)], isVararg: false, isVarret: false };
}

/** The signature of forward if the module were scripted, where all types in it are plain. */
function scriptedForward(c: Compiler, index: number): FunctionSchema | null {
  const aside = c.aside();
  try {
    const type = concreteTypeOf(aside, index, "");
    compileModule(aside, index, "");
    const forward = type.jitType instanceof ClassType && !aside.limited && aside.diagnostics.every((d) => d.severity !== "error") ? type.jitType.methods.get("forward")?.schema() : undefined;
    return forward?.returns[0] && isPlain(forward.returns[0].type) ? forward : null;
  } catch (error) {
    if (error instanceof Abort) return null;
    throw error;
  }
}

function isPlain(t: Type): boolean {
  switch (t.kind) {
    case "List": return isPlain(t.elem);
    case "Tuple": return !t.named && t.elems.every(isPlain);
    case "Dict": return isPlain(t.key) && isPlain(t.value);
    default: return t.kind === "Tensor" || t.kind === "str";
  }
}
