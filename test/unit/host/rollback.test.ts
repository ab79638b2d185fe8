import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { MemoryPatch } from "../../../server/src/host/memoryPatch";
import { Rollback } from "../../../server/src/host/rollback";
import { Snapshot } from "../../../server/src/host/snapshot";

const HEAD = 128;

const folders: string[] = [];

/** A snapshot's file with this memory in it. */
function snapshotFile(memory: Uint8Array): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rollback-"));
  folders.push(folder);
  const file = path.join(folder, "snapshot.bin");
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(HEAD, 4);
  fs.writeFileSync(file, Buffer.concat([head, memory]));
  return file;
}

describe("rollback of the interpreter's memory", () => {
  after(() => { for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true }); });
  const image = (): Uint8Array => Uint8Array.from({ length: 3 * 65_536 }, (_, i) => (i * 7) % 251);

  it("brings back what was there when it was made, not what the file holds", () => {
    const memory = image();
    const file = snapshotFile(memory);
    memory[0] = 200;
    memory[65_535] = 201;
    memory[memory.length - 1] = 202;
    const before = memory.slice();
    const back = new Rollback(new Snapshot(file), () => memory.buffer);
    memory.fill(9);
    back.run();
    assert.deepEqual(memory, before);
    memory[100_000] = 3;
    back.run();
    assert.deepEqual(memory, before);
  });

  it("clears what the memory has grown by", () => {
    let memory = image();
    const file = snapshotFile(memory);
    const back = new Rollback(new Snapshot(file), () => memory.buffer);
    const grown = new Uint8Array(memory.length + 65_536).fill(5);
    const before = memory;
    memory = grown;
    back.run();
    assert.deepEqual(memory.subarray(0, before.length), before);
    assert.ok(memory.subarray(before.length).every((b) => b === 0));
  });

  it("knows memory that was larger than the image, and a file that was replaced", () => {
    const small = image();
    const file = snapshotFile(small);
    const memory = new Uint8Array(small.length + 65_536);
    memory.set(small);
    memory[small.length + 10] = 77;
    const before = memory.slice();
    const back = new Rollback(new Snapshot(file), () => memory.buffer);
    fs.writeFileSync(`${file}.new`, Buffer.alloc(10));
    fs.renameSync(`${file}.new`, file);
    memory.fill(1);
    back.run();
    assert.deepEqual(memory, before);
  });

  it("begins with what a release of torch changed in it", () => {
    const common = image();
    const file = snapshotFile(common);
    const chosen = new Uint8Array(common.length + 65_536);
    chosen.set(common);
    for (const at of [3, 131_071, 131_072, common.length + 900]) chosen[at] = 250 - (chosen[at] ?? 0);
    const release = path.join(path.dirname(file), "snapshot-1.0.bin");
    const plain = new Snapshot(file);
    MemoryPatch.between(plain, new Int32Array(chosen.buffer)).write(release);
    assert.ok(fs.statSync(release).size < 500);
    const snapshot = new Snapshot(file, release);
    assert.equal(snapshot.bytes, HEAD + chosen.length);
    const whole = new Int32Array(chosen.length / 4 + 10).fill(-1);
    assert.equal(snapshot.read(whole, 0), chosen.length);
    assert.deepEqual(new Uint8Array(whole.buffer, 0, chosen.length), chosen);
    const part = new Int32Array(65_536 / 4);
    snapshot.read(part, 2 * 65_536);
    assert.deepEqual(new Uint8Array(part.buffer), chosen.slice(2 * 65_536, 3 * 65_536));
  });
});
