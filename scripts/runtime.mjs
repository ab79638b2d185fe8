// Lays onnxruntime-node into dist/onnxruntime, with the native library of one platform only: an export is run with it at once.
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");

/** The platform of this machine, in the words of `vsce package --target`. */
export function hostTarget() {
  const platform = process.platform === "linux" && fs.existsSync("/etc/alpine-release") ? "alpine" : process.platform;
  return `${platform}-${process.arch}`;
}

/** Says so, and lays nothing there, where onnxruntime has no build for the target or was not installed. */
export function layRuntime(target = hostTarget()) {
  const into = path.join(root, "dist", "onnxruntime");
  const stamp = path.join(into, "target");
  const [platform, arch] = target.split("-");
  const from = (name) => path.join(root, "node_modules", name);
  const version = fs.existsSync(from("onnxruntime-node")) ? JSON.parse(fs.readFileSync(path.join(from("onnxruntime-node"), "package.json"), "utf8")).version : undefined;
  const wanted = `${target} ${version}\n`;
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  fs.rmSync(into, { recursive: true, force: true });
  const bin = version && fs.readdirSync(path.join(from("onnxruntime-node"), "bin")).map((napi) => path.join("bin", napi, platform, arch)).find((folder) => fs.existsSync(path.join(from("onnxruntime-node"), folder)));
  if (!bin) {
    console.log(version ? `onnxruntime has no build for ${target}: exports are not run there` : "onnxruntime-node is not installed: exports are not run");
    return;
  }
  const copy = (name, parts) => {
    for (const part of parts) fs.cpSync(path.join(from(name), part), path.join(into, "node_modules", name, part), { recursive: true, filter: (file) => !/\.(map|d\.ts)$/.test(file) });
  };
  copy("onnxruntime-node", ["package.json", "README.md", "dist", bin]);
  copy("onnxruntime-common", ["package.json", "README.md", "dist/cjs"]);
  fs.writeFileSync(stamp, wanted);
}
