/**
 * A def: its parameters, its body, what it returns. Answers to emitDef, emitFormalArguments,
 * handleMaybeNoReturn and emitOutput in ir_emitter.cpp.
 */
import type { SourceRange } from "../../syntax/source";
import { tolerantSchemaFromDef } from "../frontend/scriptTypeParser";
import type { Def, Param } from "../frontend/tree";
import type { Block, Value } from "../ir/ir";
import type { Argument } from "../schema/functionSchema";
import type { SugaredValue } from "../sugared/sugaredValue";
import { createUninitialized, fail, failWithoutPlace } from "../sugared/support";
import { SimpleValue } from "../sugared/simpleValue";
import type { Type } from "../types/types";
import { NoneT, UnknownT } from "../types/types";
import { emitReturn } from "./control";
import { meaningfulName } from "./environment";
import { emitStatements } from "./statements";
import { listRange } from "./state";
import type { Emitter } from "./state";
import { msg } from "../../text/message";

/** How `self` is seen, and what is known of the signature from elsewhere. */
export interface DefinitionOptions {
  readonly self: SugaredValue | ((value: Value) => SugaredValue) | null;
  readonly selfType: Type | null;
  readonly params: ReadonlyMap<string, Type>;
  readonly returns: Type | null;
}
const FREE: DefinitionOptions = { self: null, selfType: null, params: new Map(), returns: null };

/** The signature that the annotations give; what they do not give is Tensor (parameters) or absent (the result). */
export function declaredSignature(e: Emitter, def: Def, options: DefinitionOptions, skipSelf: boolean): { args: Argument[]; returns: Type | null } {
  const schema = tolerantSchemaFromDef(def, e.resolver, e.services.torch, skipSelf, (error) => { e.recover(error, def.range); });
  const args = schema.args.map((a): Argument => {
    const known = options.params.get(a.name);
    return known ? { name: a.name, type: known, kwargOnly: a.kwargOnly, ...(a.listSize === undefined ? {} : { listSize: a.listSize }) } : a;
  });
  return { args, returns: options.returns ?? schema.returns[0]?.type ?? null };
}

export interface EmittedDef { readonly args: Argument[]; readonly returns: Type }

/** Emits a def into `block`; the caller has made the frame and the def context. */
export function emitDefBody(e: Emitter, def: Def, block: Block, options: DefinitionOptions = FREE): EmittedDef {
  const hasSelf = options.self !== null || options.selfType !== null;
  const { params } = def.decl;
  const [first] = params;
  if (hasSelf && !first) fail("method-without-self", listRange(params, def.name.range), msg`a method must have a parameter for self`);
  const own = hasSelf ? params.slice(1) : params;
  const declared = declaredSignature(e, def, options, hasSelf);
  e.def.declaredReturn = declared.returns;

  const args: Argument[] = [];
  if (hasSelf && first) args.push(bindSelf(e, first, block, options));
  const stateType = setStateType(e, def, options, declared.args);
  own.forEach((p, i) => {
    const d = declared.args[i];
    if (!d) return;
    const { name } = p.ident;
    const input = block.addInput();
    if (meaningfulName(name)) input.setName(name);
    const type = stateType ?? d.type;
    args.push({ ...d, type });
    input.setType(type);
    e.guard(p.ident.range, () => { e.env.setVar(p.ident.range, name, input); }, () => undefined);
  });

  emitStatements(e, def.statements);
  handleMaybeNoReturn(e, def, block);
  // which of the two is wrong is not known, and callers are to be told of neither
  const returns = e.def.returnDisagrees ? UnknownT : e.def.mergedReturn ?? UnknownT;
  block.registerOutput(e.graph.insertNode(createUninitialized(e.m, returns)).output);
  return { args, returns };
}

function bindSelf(e: Emitter, param: Param, block: Block, options: DefinitionOptions): Argument {
  const { name } = param.ident;
  const input = block.addInput(name);
  if (options.selfType) input.setType(options.selfType);
  const { self } = options;
  const seen = typeof self === "function" ? self(input) : self ?? new SimpleValue(input);
  e.env.setSugared(param.ident.range, name, seen, null);
  return { name, type: input.type, kwargOnly: false };
}

/** An unannotated `__setstate__` takes what `__getstate__` gives. */
function setStateType(e: Emitter, def: Def, options: DefinitionOptions, declared: readonly Argument[]): Type | null {
  if (def.name.name !== "__setstate__" || !declared.every((d) => d.inferred)) return null;
  if (def.decl.params.length !== 2) fail("setstate-arguments", def.range, msg`__setstate__ takes self and the state, not ${def.decl.params.length} arguments`);
  const cls = options.selfType;
  if (cls?.kind !== "Class") return failWithoutPlace("setstate-arguments", msg`__setstate__ must be a method`);
  const getState = cls.methods.get("__getstate__");
  if (!getState) return fail("setstate-without-getstate", def.range, msg`__setstate__ needs a __getstate__, marked with @torch.jit.export, beside it`);
  e.services.callFunction(getState, def.range);
  return getState.schema().returns[0]?.type ?? UnknownT;
}

function handleMaybeNoReturn(e: Emitter, def: Def, block: Block): void {
  const context = e.def;
  if (e.exitBlocks.has(block)) {
    // it always raises
    context.mergedReturn ??= context.declaredReturn ?? NoneT;
    return;
  }
  const declared = context.declaredReturn;
  if (declared && declared !== NoneT) {
    context.mergedReturn = declared;
    // a return may be where nothing was compiled
    if (declared.kind === "Unknown" || e.returnsUnclear) return;
    e.guard(def.range, () => fail("missing-return", def.range, msg`this function is annotated to return a value, but not every path through it ends with a return`), () => undefined);
    return;
  }
  const none: SourceRange = def.range;
  e.guard(none, () => { emitReturn(e, none, { kind: "None", range: none }); }, () => { context.mergedReturn = UnknownT; });
}
