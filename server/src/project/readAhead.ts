/**
 * What the first compile will need in any case is read while the worker still starts and loads: the
 * operators, the stand-in's usual layers, and the files that the target imports from its own folder.
 */
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { STAND_IN_ROOT } from "../host/standIn";
import { readAhead } from "../script/compile";
import type { SourceProvider } from "../syntax/source";
import { operatorFacts, type TorchName } from "./environment";

const LAYERS = ["conv", "batchnorm", "activation", "container", "linear", "module", "pooling", "dropout"].map((name) => `${STAND_IN_ROOT}/torch/nn/modules/${name}.py`);

/** Stops after the file at hand once `enough` says so. */
export async function prepareCompile(torch: TorchName, sources: SourceProvider, target: string, enough: () => boolean): Promise<void> {
  const beside = (sources.get(target)?.body ?? []).flatMap((s) => (s.kind === "ImportFrom" && s.module ? [path.join(path.dirname(target), `${s.module.split(".").at(-1) ?? ""}.py`)] : []));
  const steps = [
    () => { readAhead(operatorFacts(torch)); },
    ...[...beside, ...LAYERS, `${STAND_IN_ROOT}/torch/nn/functional.py`].map((file) => () => { sources.get(file); }),
  ];
  for (const step of steps) {
    await turn();
    if (enough()) return;
    step();
  }
}
