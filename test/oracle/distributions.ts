/**
 * torch.distributions over the stand-in torch and over each real torch that is here, in the same run: shapes,
 * dtypes and values of moments and densities, shapes of samples, divergences, transforms, and which exception is raised.
 *
 *   tsx test/oracle/distributions.ts [NAME...]
 */
import fs from "node:fs";
import path from "node:path";
import { Loader } from "../../server/src/host/loader";
import { differences, has, isNear, REAL, withStandIn, withTorch, type Json } from "./sealed";

const here = import.meta.dirname ?? __dirname;
/** `entropy` of an exponential family without a formula of its own takes derivatives, which the stand-in does not compute. */
const REFUSED = /is not part of the stand-in torch|known by name only/;

/** What both raise is alike, whatever the words; what the stand-in refuses by name is counted, not a difference. */
function same(real: Json, ours: Json): boolean {
  if (isError(real) && isError(ours)) return real["error"] === ours["error"];
  return isError(ours) && REFUSED.test(String(ours["text"])) || isNear(real, ours);
}
const isError = (value: Json): value is { readonly [key: string]: Json } => typeof value === "object" && value !== null && "error" in value;

const numbered = (torch: string): number => { const [major = 0, minor = 0] = torch.split(".").map(Number); return 100 * major + minor; };
/** `>2.6 ` in front of a name: only from there on. */
const since = (name: string): number => numbered(/^>([\d.]+) /.exec(name)?.[1] ?? "0.0");

/** The keys of MADE and FURTHER, whose divergences are made from pairs. */
function namesOf(text: string): string[] {
  const listed = (table: string): string[] => [...text.slice(text.indexOf(`${table} = {`)).split(/^\}$/m)[0]?.matchAll(/^ {4}"([^"]+)": ["([]/gm) ?? []].map((m) => m[1] ?? "");
  return [...listed("MADE"), ...KL.map(([p, q]) => `kl ${p}, ${q}`), ...listed("FURTHER")];
}
const ALONE = ["Normal", "Bernoulli", "Beta", "Categorical", "Dirichlet", "Exponential", "Gamma", "Geometric", "Gumbel", "Laplace", "Poisson", "Uniform", "Pareto", "Cauchy", "HalfNormal", "LogNormal", "OneHotCategorical", "Independent", "MultivariateNormal tril"];
const KL = [...ALONE.map((n) => [n, n] as const), ["Uniform", "Normal"], ["Normal", "Uniform"], ["Normal", "Laplace"], ["Exponential", "Gamma"], ["Gamma", "Exponential"], ["Poisson", "Normal"], ["MultivariateNormal", "LowRankMultivariateNormal"]] as const;

async function main(): Promise<number> {
  let failed = 0;
  const text = fs.readFileSync(path.join(here, "distributions.py"), "utf8");
  const all = namesOf(text);
  for (const real of REAL) {
    if (!has(real, "torch")) {
      console.log(`torch.distributions of ${real.torch} skipped: no such torch here`);
      continue;
    }
    const names = process.argv.length > 2 ? process.argv.slice(2) : all.filter((name) => since(name) <= numbered(real.torch));
    const asked = { text, names, torch: real.torch };
    const want = withTorch(real, asked);
    const loader = await Loader.create({ torch: real.torch, memoryLimit: 1024 });
    const got = await withStandIn(loader, asked, 40);
    await loader.dispose();
    const bad = names.filter((name) => {
      const faults = differences(want.get(name) ?? null, got.get(name) ?? null, "", 6, same);
      if (faults.length) console.log(`✗ ${name}\n    ${faults.join("\n    ")}`);
      return faults.length > 0;
    });
    console.log(`torch.distributions of ${real.torch}: ${names.length - bad.length} equal, ${bad.length} differ`);
    failed += bad.length;
  }
  return failed ? 1 : 0;
}

void main().then((status) => process.exit(status));
