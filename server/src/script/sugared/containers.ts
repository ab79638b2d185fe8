/**
 * What a loop can run over without being a value: ranges, tuples of sugared values, zip and
 * enumerate. Answers to SugaredTupleValue, RangeValue and IterableTree in
 * torch/csrc/jit/frontend/sugared_value.{h,cpp}.
 */
import type { SourceRange } from "../../syntax/source";
import { FollowsFromUnknown } from "../errors";
import type { Value } from "../ir/ir";
import { annotationStr } from "../types/print";
import type { Type } from "../types/types";
import { IntT } from "../types/types";
import { SimpleValue, isUnknownValue } from "./simpleValue";
import type { EmitContext } from "./sugaredValue";
import { SugaredValue } from "./sugaredValue";
import { constInt, constantInt, fail, insertCall, insertList, insertTuple } from "./support";
import { msg } from "../../text/message";

/** A tuple of anything: modules, methods, values. Loops over it are unrolled. */
export class SugaredTupleValue extends SugaredValue {
  constructor(readonly items: readonly SugaredValue[]) { super(); }
  get kind(): string { return "Tuple"; }
  override asTuple(): SugaredValue[] { return [...this.items]; }
  override asValue(range: SourceRange, m: EmitContext): Value {
    return insertTuple(m, this.items.map((v) => v.asValue(range, m)));
  }
  override getItem(range: SourceRange, _m: EmitContext, index: Value, _typeHint?: Type): SugaredValue {
    if (index.type.kind === "Unknown") throw FollowsFromUnknown.ERROR;
    const at = index.type.kind === "int" ? constantInt(index) : undefined;
    if (at === undefined) {
      return fail("module-list-index", range, msg`a ModuleList, Sequential or tuple of modules can only be indexed with an integer literal; loop over it instead`, [index.type]);
    }
    const item = this.items[at < 0 ? at + this.items.length : at];
    return item ?? fail("index-out-of-range", range, msg`index ${at} is out of range: the length is ${this.items.length}`);
  }
  override iter(): SugaredValue { return this; }
  override staticLen(): number | null { return this.items.length; }
  override shouldEmitUnrolled(): boolean { return true; }
}

export class RangeValue extends SugaredValue {
  private readonly start: Value | null;
  private readonly end: Value;
  private readonly step: Value | null;
  /** `range(end)`: length and item need no arithmetic. */
  private readonly onlyEnd: boolean;
  constructor(range: SourceRange, m: EmitContext, inputs: readonly Value[], private readonly length: number | null = null) {
    super();
    inputs.forEach((v, i) => {
      if (v.type.kind === "Unknown") throw FollowsFromUnknown.ERROR;
      if (v.type.kind !== "int") fail("range-argument", range, msg`argument ${{ position: i + 1 }} of range() must be an int, not ${{ given: annotationStr(v.type) }}`, [v.type]);
    });
    const [a, b, c] = inputs;
    if (!a) fail("range-arguments", range, msg`range() takes at least one argument`);
    this.onlyEnd = b === undefined;
    if (b === undefined) {
      this.end = a;
      this.start = m.graph.insertConstant(constInt(0), range);
      this.step = m.graph.insertConstant(constInt(1), range);
    } else {
      if (inputs.length > 3) fail("range-arguments", range, msg`range() takes at most three arguments, not ${inputs.length}`);
      this.start = a;
      this.end = b;
      this.step = c ?? m.graph.insertConstant(constInt(1), range);
    }
  }
  get kind(): string { return "range"; }
  override iter(): SugaredValue { return this; }
  override staticLen(): number | null { return this.length; }
  override shouldEmitUnrolled(): boolean { return this.length !== null; }
  override len(range: SourceRange, m: EmitContext): Value {
    if (this.length !== null) return m.graph.insertConstant(constInt(this.length), range);
    if (this.onlyEnd || !this.start || !this.step) return this.end;
    return insertCall(m, "aten::__range_length", [this.start, this.end, this.step], range);
  }
  override getItem(range: SourceRange, m: EmitContext, index: Value): SugaredValue {
    if (this.onlyEnd || !this.start || !this.step) return new SimpleValue(index);
    return new SimpleValue(insertCall(m, "aten::__derive_index", [index, this.start, this.step], range));
  }
}

/** zip() and enumerate(): children that run side by side. */
export class IterableTree extends SugaredValue {
  readonly children: SugaredValue[] = [];
  private unrollLength: number | null = null;
  get kind(): string { return "iterabletree"; }
  addChild(range: SourceRange, child: SugaredValue): void {
    const length = child.staticLen();
    if (this.children.length === 0) {
      this.unrollLength = length;
    } else if ((this.unrollLength === null) !== (length === null)) {
      if (isUnknownValue(child) || this.children.some(isUnknownValue)) throw FollowsFromUnknown.ERROR;
      fail("mixed-iteration", range, msg`a ModuleList or tuple can be looped over only together with something of a length that is known while compiling`);
    } else if (length !== null && this.unrollLength !== null) {
      this.unrollLength = Math.min(length, this.unrollLength);
    }
    this.children.push(child);
  }
  private leaves(): SugaredValue[] {
    return this.children.flatMap((c) => (c instanceof IterableTree ? c.leaves() : [c]));
  }
  override iter(): SugaredValue { return this; }
  override staticLen(): number | null { return this.unrollLength; }
  override shouldEmitUnrolled(): boolean { return this.unrollLength !== null; }
  override len(range: SourceRange, m: EmitContext): Value {
    const lengths = this.leaves().map((leaf) => leaf.len(range, m));
    const unknown = lengths.find((v) => v.type.kind === "Unknown");
    if (unknown) return unknown;
    return insertCall(m, "prim::min", [insertList(m, IntT, lengths)], range);
  }
  override getItem(range: SourceRange, m: EmitContext, index: Value): SugaredValue {
    return new SugaredTupleValue(this.children.map((c) => c.getItem(range, m, index)));
  }
}
