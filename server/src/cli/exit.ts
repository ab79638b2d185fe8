/** Exit statuses, as the usage text has them. */
import type { Answer } from "../project/report";

export const EXIT = { ok: 0, error: 1, unusable: 2, unknown: 3 } as const;

export function exitStatus(answers: readonly Pick<Answer, "report" | "notLoaded">[]): number {
  if (answers.length === 0 || answers.every((a) => a.notLoaded)) return EXIT.unusable;
  if (answers.some((a) => a.report.verdict === "error")) return EXIT.error;
  return answers.some((a) => a.report.verdict === "unknown") ? EXIT.unknown : EXIT.ok;
}
