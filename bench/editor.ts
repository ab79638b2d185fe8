/**
 * What an editor waits for: the built server over stdio on one open file of a real workspace, once
 * everything has been checked. Prints the 95th percentile, the median and the worst in milliseconds.
 *
 *   npx tsx bench/editor.ts [--folder DIR] [--file models/yolo.py] [--entry "name: Model"]
 */
import { opened, target, times } from "./opened";

async function main(): Promise<void> {
  const made = target();
  const { file, text } = made;
  const client = await opened(made);
  const lines = text.split("\n");
  const whole = { range: { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } } };
  const def = Math.max(0, lines.findIndex((l) => /\bdef forward/.test(l)));
  const here = { line: def, character: (lines[def] ?? "").indexOf("forward") };
  await times("hover", 300, (i) => {
    const line = (i * 37) % lines.length;
    return client.at("textDocument/hover", file, { line, character: Math.min((lines[line] ?? "").length, 8 + (i % 30)) });
  });
  await times("code lens", 50, () => client.about("textDocument/codeLens", file));
  await times("inlay hints", 50, () => client.about("textDocument/inlayHint", file, whole));
  await times("diagnostics, pulled", 50, () => client.about("textDocument/diagnostic", file));
  await times("quick fixes", 50, () => client.about("textDocument/codeAction", file, { ...whole, context: { diagnostics: [] } }));
  await times("trace, roots", 20, () => client.connection.sendRequest("torchscriptLens/traceRoots", { uri: null }));
  await times("trace, at the cursor", 20, () => client.connection.sendRequest("torchscriptLens/traceAt", { uri: client.uri(file), position: { line: def + 1, character: 8 } }));
  await times("call hierarchy", 20, () => client.at("textDocument/prepareCallHierarchy", file, here));
  await client.stop();
}

void main();
