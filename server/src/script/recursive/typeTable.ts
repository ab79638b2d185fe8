/**
 * Types of expressions and names by their place, kept while functions are emitted: what hovers and
 * inlay hints are made from. One place has several types when its class has several concrete types.
 */
import type { SourceRange } from "../../syntax/source";
import type { TypeAt, TypesByPlace } from "../api";
import { annotationStr } from "../types/print";
import type { Type } from "../types/types";

/** A place as one number: no file is that long. */
const LONGEST = 2 ** 26;

export class TypeTable implements TypesByPlace {
  private readonly byFile = new Map<string, Map<number, Type | Set<Type>>>();
  private readonly read = new Map<string, readonly TypeAt[]>();

  record({ file, start, end }: SourceRange, type: Type): void {
    let places = this.byFile.get(file);
    if (!places) this.byFile.set(file, (places = new Map<number, Type | Set<Type>>()));
    const key = start * LONGEST + end;
    const known = places.get(key);
    if (known === undefined) places.set(key, type);
    else if (known instanceof Set) known.add(type);
    else if (known !== type) places.set(key, new Set([known, type]));
  }

  files(): readonly string[] { return [...this.byFile.keys()]; }

  inFile(file: string): readonly TypeAt[] {
    let made = this.read.get(file);
    if (!made) {
      made = [...(this.byFile.get(file) ?? [])].map(([key, types]) => {
        return { start: Math.floor(key / LONGEST), end: key % LONGEST, types: types instanceof Set ? [...new Set([...types].map((t) => annotationStr(t)))] : [annotationStr(types)] };
      }).sort((a, b) => a.start - b.start || a.end - b.end);
      this.read.set(file, made);
    }
    return made;
  }
}
