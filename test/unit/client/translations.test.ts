/** Every string that VS Code shows for the extension stands in English and in Korean. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const text = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const table = (file: string): Record<string, string> => JSON.parse(text(file)) as Record<string, string>;
const sorted = (found: Iterable<string>): string[] => [...new Set(found)].sort();
const matches = (pattern: RegExp, of: string): string[] => [...of.matchAll(pattern)].map((m) => m[1] ?? "");

/** `{0}`, code between backticks and commands behind links: they are the same in each language. */
const fixedParts = (s: string): string[] => sorted(matches(/(\{\d+\}|`[^`]+`|\(command:[\w.]+\))/g, s));

function sameParts(of: Record<string, string>, english: (key: string) => string | undefined): void {
  for (const [key, value] of Object.entries(of)) {
    assert.match(value, /\p{Script=Hangul}/u, key);
    assert.deepEqual(fixedParts(value), fixedParts(english(key) ?? ""), key);
  }
}

describe("translations", () => {
  const manifest = text("package.json");
  const english = table("package.nls.json");
  const korean = table("package.nls.ko.json");

  it("names in the manifest what both tables hold", () => {
    const used = sorted(matches(/"%([\w.]+)%"/g, manifest));
    assert.deepEqual(sorted(Object.keys(english)), used);
    assert.deepEqual(sorted(Object.keys(korean)), used);
  });

  it("leaves no title in the manifest untranslated", () => {
    const { contributes } = JSON.parse(manifest) as { contributes: { commands: { title: string; icon?: string }[]; configuration: { title: string }[] } };
    for (const { title } of [...contributes.commands, ...contributes.configuration]) assert.match(title, /^%.*%$/);
    for (const command of contributes.commands) assert.ok(command.icon, `${command.title} has an icon`);
  });

  it("keeps code and links in Korean", () => { sameParts(korean, (key) => english[key]); });

  it("has each string of the client in Korean", () => {
    const bundle = table("l10n/bundle.l10n.ko.json");
    const folder = path.join(root, "client/src");
    const calls = fs.readdirSync(folder).flatMap((f) => matches(/\bt\(\s*("(?:\\.|[^"\\])*")/g, text(path.join("client/src", f))));
    assert.deepEqual(sorted(Object.keys(bundle)), sorted(calls.map((c) => JSON.parse(c) as string)));
    sameParts(bundle, (key) => key);
  });

  it("has the walkthrough's pictures in the theme's colours", () => {
    const { contributes } = JSON.parse(manifest) as { contributes: { walkthroughs: { steps: { media: { svg: string } }[] }[] } };
    for (const { media } of contributes.walkthroughs.flatMap((w) => w.steps)) assert.match(text(media.svg), /var\(--vscode-editor-background/);
  });
});
