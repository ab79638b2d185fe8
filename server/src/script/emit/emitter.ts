/**
 * From a def to a graph and a schema. Answers to the constructor of `to_ir` in
 * torch/csrc/jit/frontend/ir_emitter.cpp; the topics stand in the files beside this one.
 */
import { OwnLimit } from "../errors";
import type { Def } from "../frontend/tree";
import type { ConstantValue } from "../ir/constant";
import type { Block, Value } from "../ir/ir";
import { Graph } from "../ir/ir";
import { finishGraph } from "../passes/finish";
import type { Argument, FunctionSchema } from "../schema/functionSchema";
import type { EmitServices, Resolver, SugaredValue } from "../sugared/sugaredValue";
import { UNKNOWN_NODE, hasUnknown } from "../sugared/support";
import type { CompiledFunction, Type } from "../types/types";
import { UnknownT } from "../types/types";
import { declaredSignature, emitDefBody } from "./definition";
import type { DefinitionOptions } from "./definition";
import { Emitter, OutOfTime } from "./state";
import { msg } from "../../text/message";

export interface EmitRequest {
  readonly def: Def;
  readonly resolver: Resolver;
  /** torch's Self: how `self` is seen. As a function it is given the graph's value for it. */
  readonly self: SugaredValue | ((value: Value) => SugaredValue) | null;
  /** Type of the first parameter; with `self` null the parameter is a plain value of it (script classes). */
  readonly selfType: Type | null;
  readonly fn: CompiledFunction;
  /** Defaults already evaluated and converted, by parameter name. */
  readonly defaults: ReadonlyMap<string, ConstantValue>;
  /** Declared types found outside of the def; they win over its own annotations. */
  readonly declared?: { readonly params: ReadonlyMap<string, Type>; readonly returns: Type | null };
  readonly services: EmitServices;
}

export interface EmitResult { readonly graph: Graph; readonly schema: FunctionSchema; readonly failed: boolean }

const optionsOf = (r: EmitRequest): DefinitionOptions => ({
  self: r.self, selfType: r.selfType ?? (typeof r.self === "function" ? null : r.self?.asType() ?? null),
  params: r.declared?.params ?? new Map<string, Type>(), returns: r.declared?.returns ?? null,
});

const withDefaults = (args: readonly Argument[], defaults: ReadonlyMap<string, ConstantValue>): Argument[] =>
  args.map((a) => {
    const value = defaults.get(a.name);
    return value === undefined ? a : { ...a, default: value };
  });

const schemaOf = (request: EmitRequest, args: readonly Argument[], returns: Type): FunctionSchema => ({
  name: request.def.name.name, overload: "", args: withDefaults(args, request.defaults),
  returns: [{ name: "", type: returns, kwargOnly: false, ...(request.def.decl.returnType === null && !request.declared?.returns ? { inferred: true } : {}) }], isVararg: false, isVarret: false,
});

/** What the annotations alone say of the signature; errors in them are not reported here. */
export function declareSchema(request: EmitRequest): FunctionSchema {
  const e = new Emitter(new Graph(), request.fn, request.resolver, request.services);
  e.muted++;
  const options = optionsOf(request);
  const hasSelf = options.self !== null || options.selfType !== null;
  const { args, returns } = declaredSignature(e, request.def, options, hasSelf);
  const [first] = request.def.decl.params;
  const self: Argument[] = hasSelf && first ? [{ name: first.ident.name, type: options.selfType ?? UnknownT, kwargOnly: false }] : [];
  return schemaOf(request, [...self, ...args], returns ?? UnknownT);
}

/** Compiles the def. Errors go to `services.report` in torch's order; never throws on user code. */
export function emitFunction(request: EmitRequest): EmitResult {
  const { def, services } = request;
  const graph = new Graph();
  const e = new Emitter(graph, request.fn, request.resolver, services);
  e.defs.push({ declaredReturn: null, mergedReturn: null });
  let args: Argument[] = [];
  let returns: Type = UnknownT;
  try {
    const made = e.guard(def.range, () => emitDefBody(e, def, graph.block, optionsOf(request)), () => null);
    if (made) ({ args, returns } = made);
    for (const error of e.afterwards) e.recover(error, def.range);
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    e.failed = true;
    services.report(new OwnLimit(def.range, msg`the time limit passed before this function was compiled`));
  }
  if (args.length === 0 && def.decl.params.length > 0) args = [...declareSchema(request).args].map(({ default: _default, ...a }) => a);
  const schema = schemaOf(request, args, returns);
  services.typed?.(def.name.range, returns);
  if (!e.failed && !hasUnknowns(graph.block)) e.guard(def.range, () => { finishGraph(graph, services.torch, { operators: services.operators, warn: (rule, range, message) => { services.warn(rule, range, message); }, ...(services.warnIds ? { warnIds: services.warnIds } : {}) }); }, () => undefined);
  return { graph, schema, failed: e.failed };
}

function hasUnknowns(block: Block): boolean {
  return block.nodes().some((n) => n.kind === UNKNOWN_NODE || n.outputs.some((o) => hasUnknown(o.type)) || n.blocks.some(hasUnknowns));
}
