/** The sample in a VS Code whose display language is Korean: the manifest's words, the client's and the server's. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { sampleWorkspace, Workbench } from "./workbench";

describe("in Korean", () => {
  let bench: Workbench;
  let folder: string;
  let model: string;
  before(async () => {
    folder = sampleWorkspace();
    model = path.join(folder, "samples", "detector", "model.py");
    fs.writeFileSync(path.join(folder, "torchscript.yaml"), "entries:\n  - file: samples/detector/layers.py\n    name: ConvBlock\n    args: { channels_in: 3, channels_out: 8 }\n");
    bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None", "editor.minimap.enabled": false }, { language: "ko" });
    await bench.openFile(model);
  });
  after(async () => {
    await bench?.screenshot("korean-last");
    await bench?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  it("says the verdict in a code lens and the errors in Problems", async () => {
    await bench.goTo(95, 1);
    await bench.page.locator(".codelens-decoration a", { hasText: /torch [\d.]+에서 오류 \d+개/ }).first().waitFor({ timeout: 90_000 });
    await bench.command("Problems: Focus on Problems View");
    const rows = bench.page.locator(".markers-panel .monaco-list-row");
    await rows.filter({ hasText: /torch는 .*여기서 멈춥니다/ }).first().waitFor({ timeout: 30_000 });
    const text = (await rows.allTextContents()).join("\n");
    await bench.screenshot("korean-problems");
    assert.doesNotMatch(text, /has no attribute|does not fit|cannot be used/);
  });

  it("hovers and shows the trace", async () => {
    await bench.openFile(model);
    await bench.goTo(34, 10); // forward of DetectionHead
    await bench.page.keyboard.press("Control+K");
    await bench.page.keyboard.press("Control+I");
    await bench.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content", { hasText: "컴파일" }).first().waitFor();
    await bench.page.waitForTimeout(400);
    await bench.screenshot("korean-hover");
    await bench.page.keyboard.press("Escape");
    await bench.command("TorchScript: 컴파일 추적 표시");
    const rows = bench.page.locator(".pane-body [role=treeitem]");
    await rows.filter({ hasText: /오류 \d+개/ }).first().waitFor();
    await bench.page.waitForTimeout(800);
    const spoken = (await rows.evaluateAll((all) => all.map((r) => r.getAttribute("aria-label") ?? ""))).join("\n");
    assert.doesNotMatch(spoken, /, (ok|error|warning|unknown)\b/);
    await bench.screenshot("korean-trace");
  });

  it("exports, and reports it beside the source", async () => {
    await bench.openFile(path.join(folder, "samples", "detector", "layers.py"));
    await bench.goTo(11, 1);
    await bench.page.locator(".editor-instance .codelens-decoration a", { hasText: "모델 내보내기" }).first().click({ timeout: 60_000 });
    for (const title of ["형식", "가중치", "파일"]) {
      await bench.page.locator(".quick-input-widget:not(.hidden) .quick-input-title", { hasText: `모델 내보내기: ${title}` }).waitFor();
      await bench.page.waitForTimeout(300);
      await bench.page.keyboard.press("Enter");
    }
    await bench.rendered(/내보내기[^]*시드 0으로/);
    await bench.page.locator(".tab", { hasText: "내보내기.md" }).waitFor();
    await bench.screenshot("korean-export");
  });
});
