import assert from "node:assert/strict";
import type { LogEntry } from "../../../server/src/trace/log";
import { ancestry, traceText, traceTree } from "../../../server/src/trace/tree";
import { functionStatuses } from "../../../server/src/trace/status";
import { msg, NOTHING } from "../../../server/src/text/message";

const entry = (id: number, parent: number | null, part: Partial<LogEntry> & Pick<LogEntry, "kind" | "subject">): LogEntry =>
  ({ id, parent, range: null, status: "ok", reason: null, detail: NOTHING, time: 0, duration: 0, ...part });
const at = (start: number) => ({ file: "m.py", start, end: start + 1 });

const LOG: LogEntry[] = [
  entry(0, null, { kind: "dispatch", subject: "Net", status: "error" }),
  entry(1, 0, { kind: "module", subject: "m.Net" }),
  entry(2, 1, { kind: "method", subject: "Net.forward", range: at(10), reason: { kind: "forward" }, status: "error" }),
  entry(3, 2, { kind: "schema", subject: "aten::add" }),
  entry(4, 2, { kind: "method", subject: "Net.helper", range: at(20), reason: { kind: "called", from: at(12) } }),
  entry(5, 2, { kind: "error", subject: "x.foo", status: "error", detail: msg`Tensor has no attribute 'foo'`, range: at(14) }),
];

describe("compile trace", () => {
  const place = (r: { start: number }): string => `m.py:${r.start}`;
  it("prints the tree, without matched schemas", () => {
    assert.deepEqual(traceText(traceTree(LOG), place), [
      "✗ torch.jit.script(Net)",
      "  └─ ✗ m.Net",
      "     └─ ✗ method Net.forward  [it is forward]",
      "        ├─ ✓ method Net.helper  [called from m.py:12]",
      "        └─ ✗ Tensor has no attribute 'foo'  m.py:14",
    ]);
  });
  it("shows schemas when asked for details", () => {
    assert.ok(traceText(traceTree(LOG, { details: true }), place).some((l) => l.includes("aten::add")));
  });
  it("answers why something is compiled by walking up", () => {
    assert.deepEqual(ancestry(LOG, 4).map((e) => e.id), [4, 2, 1, 0]);
  });
  it("groups instances of a function and tells its state", () => {
    const statuses = functionStatuses(LOG);
    assert.equal(statuses.get("m.py:10")?.state, "failed");
    assert.equal(statuses.get("m.py:20")?.state, "compiled");
  });
  it("ends on a log whose parents go in circles", () => {
    assert.equal(ancestry([entry(0, 1, { kind: "module", subject: "a" }), entry(1, 0, { kind: "module", subject: "b" })], 0).length, 10_000);
  });
});
