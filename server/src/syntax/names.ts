/** Python's names, which need not be ASCII. */
import type { Expr } from "./ast";

/** A name, for a regular expression with the flag `u`. */
export const NAME = String.raw`[\p{ID_Start}_]\p{ID_Continue}*`;

const whole = new RegExp(`^${NAME}$`, "u");
export const isName = (text: string): boolean => whole.test(text);

/** Does the text have this name, other than behind a dot? */
export const usesName = (text: string, name: string): boolean => new RegExp(String.raw`(?<![.\p{ID_Continue}])${name}(?!\p{ID_Continue})`, "u").test(text);

/** Does the text have this name behind a dot? */
export const usesAttribute = (text: string, name: string): boolean => new RegExp(String.raw`\.${name}(?!\p{ID_Continue})`, "u").test(text);

/** "script" of `script` and of `torch.jit.script`. */
export const lastName = (e: Expr): string | undefined => (e.kind === "Name" ? e.id : e.kind === "Attribute" ? e.attr : undefined);
