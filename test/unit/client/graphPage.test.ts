/** The page of the model graph without a page: search, what is opened, and where boxes stand. */
import assert from "node:assert/strict";
import { layout, shortened, type Box } from "../../../client/webview/layout";
import { following, matching, Model } from "../../../client/webview/model";
import type { GraphEdge, GraphModule, GraphNode, ModuleGraphLevel } from "../../../protocol";

const node = (id: number, path: string, inside = 0): GraphNode => ({ id, kind: "module", label: path, detail: "Unit", path, method: "forward", status: "ok", parameters: 0, inside, called: null, defined: null });
const level = (path: string, nodes: GraphNode[], edges: readonly (readonly [number, number])[] = []): ModuleGraphLevel =>
  ({ path, detail: "Model", nodes, edges: edges.map(([from, to]): GraphEdge => ({ from, to, through: [] })), hidden: false, all: [] });
const measure = (text: string): number => text.length * 7;

function chain(length: number, more: readonly (readonly [number, number])[] = []): ReturnType<typeof layout> {
  const model = new Model(() => undefined);
  model.set("", level("", Array.from({ length }, (_, i) => node(i, `m.${i}`)), [...Array.from({ length: length - 1 }, (_, i) => [i, i + 1] as const), ...more]));
  return layout(model.shown() ?? assert.fail(), measure, {});
}
const apart = (a: Box, b: Box): boolean => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe("the model graph's page", () => {
  it("leaves a short chain in one column", () => {
    const { boxes, width, height } = chain(10);
    assert.equal(new Set(boxes.map((b) => b.x)).size, 1);
    assert.ok(height > width);
  });

  it("cuts what is too long for a box in its middle", () => {
    const long = `layers.${"deep.".repeat(40)}norm`;
    assert.match(shortened(long), /^layers\.deep.*….*deep\.norm$/);
    const model = new Model(() => undefined);
    model.set("", level("", [node(0, long), node(1, "short")], [[0, 1]]));
    assert.ok(layout(model.shown() ?? assert.fail(), measure, {}).width < 400);
    assert.equal(shortened("backbone.0.norm"), "backbone.0.norm");
  });

  it("folds a long chain into columns that can be seen at once, in order and without overlap", () => {
    const { boxes, lines, width, height } = chain(120);
    assert.ok(width / height > 0.5 && width / height < 2, `${width} x ${height}`);
    for (const [i, a] of boxes.entries()) for (const b of boxes.slice(i + 1)) assert.ok(apart(a, b));
    assert.equal(lines.length, 119);
    for (const { points, from, to } of lines) {
      const [start, end] = [boxes.find((b) => b.item === from), boxes.find((b) => b.item === to)];
      const near = (box: Box | undefined, p: { x: number; y: number } | undefined): boolean => !!box && !!p && p.x >= box.x - 2 && p.x <= box.x + box.width + 2 && p.y >= box.y - 2 && p.y <= box.y + box.height + 2;
      assert.ok(near(start, points[0]) && near(end, points.at(-1)), `${from.key} to ${to.key}`);
    }
    for (const b of boxes) assert.ok(b.x >= 0 && b.y >= 0 && b.x + b.width <= width + 1 && b.y + b.height <= height + 1);
  });

  it("makes no way for what leads far", () => {
    const far = Array.from({ length: 20 }, (_, i) => [i * 2, 60 + i * 2] as const);
    const [with20, without] = [chain(120, far), chain(120)];
    assert.equal(with20.width, without.width);
    assert.equal(with20.lines.filter((l) => l.far).length, 20);
  });

  it("gives the operators on the way room of their own", () => {
    // a transformer: four inputs, most of which both parts take
    const model = new Model(() => undefined);
    const edges = [[0, 4, "flatten"], [1, 4, "flatten"], [2, 4, "flatten"], [1, 5, "flatten"], [2, 5, "flatten"], [3, 5, "unsqueeze"], [4, 5, ""], [4, 6, "permute"], [5, 6, "transpose"]] as const;
    model.set("", { ...level("", Array.from({ length: 7 }, (_, i) => node(i, `part.${i}`))), edges: edges.map(([from, to, op]) => ({ from, to, through: op ? [op, "permute"] : [] })) });
    const { boxes, lines, width } = layout(model.shown() ?? assert.fail(), measure, {});
    const labels = lines.flatMap(({ label: l }): Box[] => (l ? [{ item: boxes[0]?.item ?? assert.fail(), x: l.x, y: l.y - 6, width: l.width, height: 12, inner: null }] : []));
    assert.equal(labels.length, 8);
    const all = [...boxes, ...labels];
    for (const [i, a] of all.entries()) for (const b of all.slice(i + 1)) assert.ok(apart(a, b), `${a.x},${a.y} ${b.x},${b.y}`);
    for (const b of all) assert.ok(b.x >= 0 && b.x + b.width <= width + 1);
  });

  it("finds modules by words of path and class, an exact path first", () => {
    const all: GraphModule[] = ["a.10", "a.1", "b.1"].map((path) => ({ path, detail: path === "b.1" ? "Conv2d" : "Unit", error: false }));
    const paths = (text: string): string[] => matching(all, text).map((m) => m.path);
    assert.deepEqual(paths("a.1"), ["a.1", "a.10"]);
    assert.deepEqual(paths("conv 1"), ["b.1"]);
    assert.deepEqual(paths("  "), []);
    assert.equal(following(all, undefined, 1)?.path, "a.10");
    assert.equal(following(all, "b.1", 1)?.path, "a.10");
    assert.equal(following(all, "a.10", -1)?.path, "b.1");
    assert.equal(following([], undefined, 1), undefined);
  });

  it("opens what leads to a module as its levels come", () => {
    const asked: string[] = [];
    const model = new Model((path) => { asked.push(path); });
    model.set("", level("", [node(0, "a.0", 1), node(1, "a.1", 1)]));
    assert.equal(model.openTo("a.1.b.c")?.node.path, "a.1");
    assert.deepEqual(asked, ["a.1"]);
    model.set("a.1", level("a.1", [node(0, "a.1.b", 1)]));
    assert.equal(model.openTo("a.1.b.c")?.node.path, "a.1.b");
    model.set("a.1.b", level("a.1.b", [node(0, "a.1.b.c")]));
    assert.equal(model.openTo("a.1.b.c")?.node.path, "a.1.b.c");
    assert.equal(model.openTo("nowhere"), undefined);
  });

  it("says of a closed module that errors are inside, and lays out anew only what changed", () => {
    const model = new Model(() => undefined);
    const all: GraphModule[] = [{ path: "a", detail: "Unit", error: false }, { path: "a.b", detail: "Unit", error: false }, { path: "a.b.c", detail: "Unit", error: true }, { path: "d", detail: "Unit", error: false }];
    model.set("", { ...level("", [node(0, "a", 1), node(1, "d")], [[0, 1]]), all });
    const shown = model.shown() ?? assert.fail();
    assert.deepEqual(shown.items.map((i) => i.errorInside), [true, false]);
    const picture = layout(shown, measure, {});
    assert.equal(layout(model.shown() ?? assert.fail(), measure, {}), picture);
    const [first] = shown.items;
    if (first) model.toggle(first);
    assert.notEqual(layout(model.shown() ?? assert.fail(), measure, {}), picture);
  });
});
