/** Compiled code is kept on the disk whole or not at all, and read only by the release that wrote it. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CodeCache } from "../../../server/src/host/codeCache";

const library = `k${"a".repeat(64)}`;
const user = `u${"b".repeat(64)}`;
const code = Buffer.from("some code");

describe("the code cache", () => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), "codes-")); });
  afterEach(() => { fs.rmSync(folder, { recursive: true }); });

  const filled = (mark = "1"): CodeCache => {
    const cache = new CodeCache(folder, mark);
    cache.use(["/work", "/site-packages"]);
    return cache;
  };
  const written = (): string => {
    const cache = filled();
    cache.set(library, code);
    cache.set(user, code);
    cache.save();
    const [name = ""] = fs.readdirSync(folder);
    return path.join(folder, name);
  };

  it("gives another process what was compiled, in any order of folders", () => {
    written();
    const later = new CodeCache(folder, "1");
    later.use(["/site-packages", "/work"]);
    assert.deepEqual(Buffer.from(later.get(library) ?? []), code);
    assert.deepEqual(Buffer.from(later.get(user) ?? []), code);
    assert.equal(fs.readdirSync(folder).length, 1);
  });

  it("keeps of the user's own files what the first load used, and no edit of later ones", () => {
    written();
    const cache = filled();
    assert.ok(cache.get(library));
    cache.set(`u${"c".repeat(64)}`, code);
    cache.save();
    cache.set(`u${"d".repeat(64)}`, code);
    cache.set(`k${"d".repeat(64)}`, code);
    cache.save();
    const later = filled();
    assert.deepEqual([user, `u${"c".repeat(64)}`, `u${"d".repeat(64)}`, `k${"d".repeat(64)}`].map((name) => later.get(name) !== undefined), [false, true, false, true]);
  });

  it("does not share between folders or releases", () => {
    written();
    assert.equal(filled("2").get(library), undefined);
    const elsewhere = new CodeCache(folder, "1");
    elsewhere.use(["/other", "/site-packages"]);
    assert.equal(elsewhere.get(library), undefined);
  });

  for (const [what, spoil] of [
    ["was cut off", (data: Buffer) => data.subarray(0, data.length - 3)],
    ["was changed", (data: Buffer) => Buffer.from([...data.subarray(0, data.length - 1), 0])],
    ["is empty", () => Buffer.alloc(0)],
  ] as const) {
    it(`passes over a file that ${what}`, () => {
      const file = written();
      fs.writeFileSync(file, spoil(fs.readFileSync(file)));
      assert.equal(filled().get(library), undefined);
    });
  }

  it("goes on where nothing can be written", () => {
    fs.writeFileSync(path.join(folder, "file"), "");
    const cache = new CodeCache(path.join(folder, "file"), "1");
    cache.use(["/work"]);
    cache.set(library, code);
    cache.save();
    assert.deepEqual(Buffer.from(cache.get(library) ?? []), code);
  });
});
