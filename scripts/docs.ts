/** `npm run docs`: writes docs/rules from the rule catalogue. */
import fs from "node:fs";
import path from "node:path";
import { pages } from "./rules";

const root = path.resolve(import.meta.dirname, "..");
const folder = path.join(root, "docs/rules");
const made = pages(root);
fs.mkdirSync(folder, { recursive: true });
for (const name of fs.readdirSync(folder)) if (!made.has(name)) fs.rmSync(path.join(folder, name));
for (const [name, text] of made) fs.writeFileSync(path.join(folder, name), text);
console.log(`${made.size - 1} rules in docs/rules`);
