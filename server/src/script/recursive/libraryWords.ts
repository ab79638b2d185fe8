/**
 * The stand-in's own words in compiled library methods, put into torch's: texts and local names show in
 * printed graphs and code, and are recorded from real torch (test/oracle/library_facts.py).
 */
import type { LibraryFacts } from "../api";
import type { EmitResult } from "../emit/emitter";
import type { Block } from "../ir/ir";
import type { FunctionSchema } from "../schema/functionSchema";
import { isTorchs, LIBRARY } from "./libraryPlaces";

type Words = LibraryFacts["words"][string][string];

/** What is recorded of a function of the library, named as Python does. */
export function wordsOf(facts: LibraryFacts | undefined, file: string | null | undefined, qualname: string): Words | undefined {
  if (!facts || !file || !isTorchs(file)) return undefined;
  const methods = facts.words[file.slice(LIBRARY.length)];
  return methods && Object.hasOwn(methods, qualname) ? methods[qualname] : undefined;
}

export function inTorchsWords(result: EmitResult, words: Words): EmitResult {
  inBlock(result.graph.block, words);
  return { ...result, schema: schemaInTorchsWords(result.schema, words) };
}

export function schemaInTorchsWords(schema: FunctionSchema, words: Words): FunctionSchema {
  return { ...schema, args: schema.args.map((a) => (a.default?.kind === "str" ? { ...a, default: { ...a.default, value: textFor(words, a.default.value) } } : a)) };
}

const textFor = (words: Words, text: string): string => (Object.hasOwn(words.strings, text) ? words.strings[text] ?? text : text);

function inBlock(block: Block, words: Words): void {
  for (const node of [block.paramNode, ...block.nodes()]) {
    const value = node.kind === "prim::Constant" ? node.attrs.get("value") : undefined;
    if (value?.kind === "constant" && value.value.kind === "str") {
      node.setAttr("value", { kind: "constant", value: { ...value.value, value: textFor(words, value.value.value) } });
    }
    for (const output of node.outputs) {
      const base = output.hasName ? output.debugNameBase : "";
      if (base === "" || !Object.hasOwn(words.names, base)) continue;
      const name = words.names[base] ?? "";
      output.setName(name === "" ? "" : `${name}${output.debugName.slice(base.length)}`);
    }
    for (const inner of node.blocks) inBlock(inner, words);
  }
}
