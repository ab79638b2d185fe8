import path from "node:path";
import { Workbench } from "./workbench";
describe("walk", () => {
  it("goes", async function () {
    this.timeout(580000);
    const folder = "/tmp/yw";
    const bench = await Workbench.open(folder, process.env["LENS_VSIX"] ?? "", { "python.languageServer": "None", "editor.minimap.enabled": false, "workbench.colorTheme": process.env["THEME"] ?? "Dark Modern" });
    const p = bench.page; const shot = (n: string) => bench.screenshot(`walk-${process.env["TAG"] ?? ""}${n}`);
    const step = async (n: string, f: () => Promise<void>) => { try { await f(); } catch (e) { console.log(n, "FAILED", String(e).slice(0, 300)); } await shot(n); };
    const hover = async () => { await p.keyboard.press("Control+K"); await p.keyboard.press("Control+I"); await p.locator(".monaco-hover:not(.hidden) .monaco-hover-content").first().waitFor({ timeout: 8000 }); await p.waitForTimeout(700); };
    try {
    await step("01-open", async () => { const t0 = Date.now(); await bench.openFile(path.join(folder, "models/yolo.py")); await p.locator(".codelens-decoration a").first().waitFor({ timeout: 60000 }); console.log("lens", Date.now() - t0); await p.locator(".squiggly-error").first().waitFor({ timeout: 60000 }).catch(() => undefined); console.log("squiggle", Date.now() - t0); await p.waitForTimeout(4000); });
    await step("02-model", async () => { await bench.goTo(508, 1); await p.waitForTimeout(2500); });
    await step("03-problems", async () => { await bench.command("Problems: Focus on Problems View"); await p.waitForTimeout(1500); });
    await bench.openFile(path.join(folder, "models/yolo.py"));
    await step("04-hover-forward", async () => { await bench.goTo(119, 10); await hover(); });
    await step("05-hover-attr", async () => { await bench.goTo(114, 14); await hover(); });
    await step("06-hover-call", async () => { await bench.goTo(127, 21); await hover(); });
    await step("06b-hover-var", async () => { await bench.goTo(121, 9); await hover(); });
    await step("07-trace", async () => { await bench.command("View: Show TorchScript"); await p.waitForTimeout(2500); });
    await step("08-graphcode", async () => { await bench.openFile(path.join(folder, "models/common.py")); await bench.goTo(108, 9); await bench.command("TorchScript: Show Graph and Code"); await p.waitForTimeout(1500); await p.keyboard.press("Enter"); await p.waitForTimeout(2500); });
    await step("09-modelgraph", async () => { await bench.openFile(path.join(folder, "models/yolo.py")); await bench.goTo(512, 9); await bench.command("TorchScript: Show Model Graph"); await p.waitForTimeout(4000); });
    await step("10-why", async () => { await bench.openFile(path.join(folder, "models/common.py")); await bench.goTo(108, 9); await bench.command("TorchScript: Why Is This Compiled?"); await p.waitForTimeout(1500); });
    await p.keyboard.press("Escape");
    await step("11-fixes", async () => { await bench.openFile(path.join(folder, "models/yolo.py")); await bench.goTo(48, 1); await p.keyboard.press("F8"); await p.waitForTimeout(800); await p.keyboard.press("Escape"); await p.keyboard.press("Control+."); await p.waitForTimeout(2500); });
    await p.keyboard.press("Escape");
    await step("12-yaml", async () => { await bench.openFile(path.join(folder, "cfg/training/yolov7.yaml")); await bench.goTo(20, 20); await p.waitForTimeout(2500); });
    await step("13-callhierarchy", async () => { await bench.openFile(path.join(folder, "models/common.py")); await bench.goTo(107, 10); await bench.command("Calls: Show Call Hierarchy"); await p.waitForTimeout(2500); });
    await p.keyboard.press("Escape");
    await step("14-settings", async () => { await bench.command("Preferences: Open Settings (UI)"); await p.waitForTimeout(1500); await p.keyboard.type("torchscript"); await p.waitForTimeout(2500); });
    await step("15-palette", async () => { await p.keyboard.press("F1"); await p.keyboard.type("TorchScript:"); await p.waitForTimeout(1500); });
    } finally { await bench.close(); }
  });
});
