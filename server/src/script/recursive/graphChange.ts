/**
 * What differs between the object graphs of two loads of the same model. Objects are paired by walking
 * both graphs from their roots at once, so an object that is new does not shift the others.
 */
import type { GObject, GValue, ObjectGraph } from "../../host/objectGraph";
import { isRef } from "./graphReader";

export interface GraphChange {
  /** The later graph with the earlier one's indices; objects that did not change are the earlier one's own. */
  readonly graph: ObjectGraph;
  /** Functions that name other globals, or whose globals have other values. */
  readonly functions: ReadonlySet<number>;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** What may differ in a function whose body was edited, and in a Python module that more names are read of. */
const MAY_DIFFER: Readonly<Record<string, string>> = { function: "globals", pymodule: "attrs" };

const isPairs = (v: readonly Json[]): v is readonly (readonly [string, Json])[] => v.length > 0 && v.every((p) => Array.isArray(p) && p.length === 2 && typeof p[0] === "string");
const isObject = (v: Json | undefined): v is { readonly [key: string]: Json } => typeof v === "object" && v !== null && !Array.isArray(v);

class Pairing {
  /** From the later index to the earlier one. */
  readonly earlier = new Map<number, number>();
  private readonly later = new Map<number, number>();
  private readonly todo: [number, number][] = [];

  constructor(private readonly old: ObjectGraph, private readonly now: ObjectGraph) {}

  /** False if one object of a graph would be two of the other. */
  pair(old: number, now: number): boolean {
    const [a, b] = [this.earlier.get(now), this.later.get(old)];
    if (a !== undefined || b !== undefined) return a === old && b === now;
    this.earlier.set(now, old);
    this.later.set(old, now);
    this.todo.push([old, now]);
    return true;
  }

  run(): boolean {
    for (let next = this.todo.pop(); next; next = this.todo.pop()) {
      const [a, b] = [this.old.objects[next[0]], this.now.objects[next[1]]];
      if (!a || !b || !this.walk(a as unknown as Json, b as unknown as Json)) return false;
    }
    return true;
  }

  /** Pairs what stands at the same place; what has no partner is left alone. */
  walk(a: Json | undefined, b: Json | undefined): boolean {
    if (Array.isArray(a) && Array.isArray(b)) return this.walkLists(a as readonly Json[], b as readonly Json[]);
    if (!isObject(a) || !isObject(b)) return true;
    if (typeof a["o"] === "number" && typeof b["o"] === "number") return this.pair(a["o"], b["o"]);
    for (const key in a) if (!this.walk(a[key], b[key])) return false;
    return true;
  }

  private walkLists(a: readonly Json[], b: readonly Json[]): boolean {
    if (isPairs(a) && isPairs(b)) {
      const named = new Map(a);
      return b.every(([name, value]) => this.walk(named.get(name), value));
    }
    return a.every((item, i) => this.walk(item, b[i]));
  }

  /** A later index as the earlier graph has it; new objects come after all others. */
  index(now: number): number {
    let known = this.earlier.get(now);
    if (known === undefined) {
      known = this.old.objects.length + this.added.length;
      this.added.push(now);
      this.earlier.set(now, known);
    }
    return known;
  }
  readonly added: number[] = [];

  rewritten(v: Json): Json {
    if (Array.isArray(v)) return (v as readonly Json[]).map((x) => this.rewritten(x));
    if (!isObject(v)) return v;
    const { o } = v;
    if (typeof o === "number") return { o: this.index(o) };
    const out: Record<string, Json> = {};
    for (const [key, x] of Object.entries(v)) out[key] = this.number(v, key) ? this.index(x as number) : Array.isArray(x) && this.numbers(v, key) ? (x as number[]).map((i) => this.index(i)) : this.rewritten(x);
    return out;
  }

  /** Plain indices: the class of an object, the bases of a class, the tensor that a storage is shared with. */
  private number(v: { readonly [key: string]: Json }, key: string): boolean { return (key === "cls" && typeof v[key] === "number" && v[key] >= 0) || (key === "storage" && v["kind"] === "tensor"); }
  private numbers(v: { readonly [key: string]: Json }, key: string): boolean { return v["kind"] === "class" && (key === "mro" || key === "bases"); }

  /** As `walk`, for the plain indices. */
  walkIndices(a: GObject, b: GObject): boolean {
    const [x, y] = [a as unknown as { readonly [key: string]: Json }, b as unknown as { readonly [key: string]: Json }];
    for (const key of ["cls", "storage"]) {
      const [i, j] = [x[key], y[key]];
      if (typeof i === "number" && typeof j === "number" && i >= 0 && j >= 0 && !this.pair(i, j)) return false;
    }
    if (a.kind !== "class" || b.kind !== "class") return true;
    for (const key of ["mro", "bases"] as const) for (const [i, at] of a[key].entries()) if (!this.pair(at, b[key][i] ?? -1)) return false;
    return true;
  }
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x: Json, i) => same(x, (b as readonly Json[])[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return keys.length === others.length && keys.every((k) => same(a[k], b[k]));
}

/** Every member that there was is there with its old value. */
function extended(a: Json | undefined, b: Json | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  const named = new Map(b as unknown as readonly (readonly [string, Json])[]);
  return (a as unknown as readonly (readonly [string, Json])[]).every(([name, value]) => same(value, named.get(name)));
}

/** Where most objects of the one are the other's own: what changed if each object is the one with its index. */
function changeInPlace(old: ObjectGraph, now: ObjectGraph, root: number): GraphChange | null {
  if (!isRef(old.root) || old.root.o !== root || old.objects.length !== now.objects.length) return null;
  const functions = new Set<number>();
  const objects: GObject[] = [];
  for (const [i, a] of old.objects.entries()) {
    const b = now.objects[i];
    const change = a === b ? "none" : b && compared(a, b);
    if (!b || !change) return null;
    objects.push(change === "none" ? a : b);
    if (change === "content" && b.kind === "function") functions.add(i);
  }
  return { graph: { ...old, objects }, functions };
}

/** Null where the graphs differ in more than what editing function bodies does. */
export function graphChange(old: ObjectGraph, now: ObjectGraph): GraphChange | null {
  const { root } = now;
  if (!isRef(old.root) || !isRef(root) || old.generated?.length || now.generated?.length || old.scripted?.length || now.scripted?.length) return null;
  if (old.operators !== now.operators && JSON.stringify(old.operators) !== JSON.stringify(now.operators)) return null;
  const inPlace = changeInPlace(old, now, root.o);
  if (inPlace) return inPlace;
  const pairing = new Pairing(old, now);
  if (!pairing.pair(old.root.o, root.o)) return null;
  // classes and shared storages are named by plain indices, so the queue is worked through object by object
  for (let done = 0, size = -1; size !== pairing.earlier.size;) {
    size = pairing.earlier.size;
    if (!pairing.run()) return null;
    for (const [later, earlier] of [...pairing.earlier].slice(done)) {
      const [a, b] = [old.objects[earlier], now.objects[later]];
      if (a && b && !pairing.walkIndices(a, b)) return null;
    }
    done = size;
  }
  const functions = new Set<number>();
  const objects: GObject[] = [...old.objects];
  const sameIndices = [...pairing.earlier].every(([later, earlier]) => later === earlier);
  for (const [later, earlier] of [...pairing.earlier]) {
    const [a, b] = [old.objects[earlier], now.objects[later]];
    if (!a || !b) return null;
    if (a === b && sameIndices) continue;
    const made = pairing.rewritten(b as unknown as Json) as unknown as GObject;
    const change = compared(a, made);
    if (change === null) return null;
    if (change !== "none") objects[earlier] = made;
    if (change === "content" && made.kind === "function") functions.add(earlier);
  }
  for (let i = 0; i < pairing.added.length; i++) {
    const made = now.objects[pairing.added[i] ?? -1];
    if (!made) return null;
    objects.push(pairing.rewritten(made as unknown as Json) as unknown as GObject);
  }
  return { graph: { ...old, objects, root: pairing.rewritten(root as Json) as GValue }, functions };
}

function compared(a: GObject, b: GObject): "none" | "line" | "content" | null {
  const [x, y] = [a as unknown as { readonly [key: string]: Json }, b as unknown as { readonly [key: string]: Json }];
  const may = MAY_DIFFER[a.kind];
  let change: "none" | "line" | "content" = "none";
  for (const key of new Set([...Object.keys(x), ...Object.keys(y)])) {
    if (same(x[key], y[key])) continue;
    if (key === "line") {
      if (change === "none") change = "line";
    } else if (key === may && (a.kind === "function" || extended(x[key], y[key]))) change = "content";
    else return null;
  }
  return change;
}
