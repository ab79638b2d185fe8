/** Quick fixes: which there are for a diagnostic. A fix is an edit of one file, mostly the one that the diagnostic is in. */
import type { SourceProvider } from "../../syntax/source";
import type { ReportDiagnostic } from "../report";
import {
  attributeType, changedVariable, defaults, emptyAttribute, emptyLiteral, keyedParameter, optionalCondition, returnType, tolistType, unannotatedArgument, unannotatedCallee, unionForBar,
} from "./annotate";
import { isInstalled } from "../library";
import { usersPlace } from "../userPlace";
import { annotationIntoClass, askInInit, callableIntoInit, emptyDictAttribute, fieldsIntoInit, globalIntoInit, layerIntoInit, noClassAnnotation, noConstant, setInInit } from "./attributes";
import { loopForComprehension } from "./comprehensions";
import { convertAnnotated, convertArgument, convertAssigned, convertElements, convertRange, convertReturn, convertReturns, convertSide } from "./convert";
import { leaveToPython, noGradInside, unusedForIgnore } from "./decorators";
import { defForLambda, emptyInit, globalAsDefault, interfacePass, lambdaAttribute, moveFunction, noneForMutable, plainParameters } from "./definitions";
import { wrongAt, type Fix, type TextChange, type Wrong } from "./fix";
import { mixedLoop, pickInLoop } from "./loops";
import { classFlag, enumerateModules, finalGlobal, superInit } from "./modules";
import { castByTo, countDown, gradByCall, indexOneByOne, isInstance, legacySizes, listArgument, noGrad, otherName } from "./operators";
import { assertNotNone } from "./optional";
import { refineAttribute } from "./refine";
import { scriptAnInstance, scriptTheModel } from "./scripted";
import {
  annotationWithValue, augmented, bodyBelow, copiedDict, elseBehindLoop, keptSlice, listForSet, noAnnotation, plainFormat, plainKeywords, plainTargets, printKeywords, splitWalrus, unaryPlus, unpackByIndex, valueBefore,
} from "./statements";
import { loopWrittenOut } from "./unrolled";

export type { Fix, TextChange } from "./fix";
export { exportMethod } from "./decorators";

type Maker = (w: Wrong) => readonly (Fix | null)[];

/** Makers by rule. */
const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  "annotate-mismatch": [convertAnnotated],
  "annotated-attribute": [noAnnotation],
  "annotated-in-outer-block": [noAnnotation],
  "annotation-in-init": [annotationIntoClass],
  "annotation-mismatch": [convertAssigned],
  "annotation-without-value": [annotationWithValue],
  "assignment-target": [plainTargets],
  "attribute-annotation": [noClassAnnotation],
  "attribute-type": [attributeType],
  "augmented-operator": [augmented],
  "bad-annotation": [unionForBar],
  "cannot-script": [scriptTheModel],
  "cast-arguments": [castByTo],
  "class-attribute-callable": [callableIntoInit],
  "class-instantiation": [layerIntoInit],
  "class-without-init": [emptyInit],
  "comprehension-generators": [loopForComprehension],
  "comprehension-if": [loopForComprehension],
  "constant-is-not": [noConstant],
  "constant-not-set": [noConstant],
  "decorated-one-liner": [bodyBelow],
  "default-type": [defaults],
  "delete-slice": [keptSlice],
  "dict-elements": [convertElements],
  "dict-expansion": [copiedDict],
  "fstring-conversion": [plainFormat],
  "fstring-format": [plainFormat],
  "getattr-name": [loopWrittenOut],
  "if-expression-types": [convertSide],
  "ignore-drop": [unusedForIgnore],
  "index-type": [keyedParameter],
  "interface-body": [interfacePass],
  "invalid-constant": [noConstant],
  "keyword-expansion": [plainKeywords],
  "lambda": [defForLambda],
  "list-elements": [convertElements],
  "legacy-constructor": [legacySizes],
  "list-unpack-size": [listArgument, legacySizes],
  "load-exception": [scriptTheModel, scriptAnInstance],
  "loop-else": [elseBehindLoop],
  "mixed-iteration": [mixedLoop],
  "module-class": [scriptAnInstance],
  "module-dict-index": [pickInLoop],
  "module-list-index": [enumerateModules, pickInLoop],
  "module-not-initialized": [superInit],
  "multidim-index": [indexOneByOne],
  "mutable-default": [noneForMutable],
  "new-attribute": [setInInit],
  "not-a-condition": [optionalCondition],
  "not-a-tuple": [unpackByIndex],
  "not-iterable": [assertNotNone],
  "not-subscriptable": [assertNotNone],
  "print-keyword": [printKeywords],
  "python-value": [finalGlobal, globalIntoInit, globalAsDefault],
  "python-value-attribute": [globalIntoInit],
  "python-value-unpacked": [globalIntoInit],
  "range-argument": [convertRange],
  "return-type": [convertReturn, returnType],
  "return-types": [convertReturns],
  "schema-mismatch": [unannotatedArgument, unannotatedCallee, emptyLiteral, convertArgument, assertNotNone, isInstance, countDown],
  "scripted-output": [scriptTheModel],
  "set-attribute-on-value": [gradByCall],
  "submodule-annotation": [noClassAnnotation],
  "tolist-annotation": [tolistType],
  "unary-plus": [unaryPlus],
  "undefined-after-if": [valueBefore],
  "undefined-name": [noGradInside],
  "unknown-attribute": [classFlag, annotationIntoClass, emptyAttribute, emptyDictAttribute, fieldsIntoInit, lambdaAttribute, otherName, assertNotNone],
  "unknown-builtin": [noGrad],
  "unsupported-syntax": [listForSet, splitWalrus, moveFunction, defForLambda],
  "unsupported-value-use": [countDown],
  "variable-arguments": [plainParameters],
  "variable-type-changed": [changedVariable],
};

/** For what torch reports in a file of its own: what can be done where the user's code leads there. */
const MAKERS_AT_CALL: Readonly<Record<string, readonly Maker[]>> = { "library-not-scriptable": [askInInit], "schema-mismatch": [unannotatedCallee] };

/** Rules that only warn and still have a fix. */
const WARNED = new Set(["scripted-output", "module-class", "annotation-in-init", "constant-is-not", "constant-not-set", "ignore-drop"]);

const isUsers = (file: string): boolean => !isInstalled(file) && !file.startsWith("/lens/");

/** The mistake in a file of the user's that can be read; null where nothing can be mended. */
function wrongIn(diagnostic: ReportDiagnostic, sources: SourceProvider): Wrong | null {
  const source = sources.get(diagnostic.file);
  return source && source.problems.length === 0 && isUsers(diagnostic.file) ? wrongAt(diagnostic, source, sources) : null;
}

const madeBy = (makers: readonly Maker[], w: Wrong): Fix[] => makers.flatMap((make) => make(w)).filter((f) => f !== null);

/** The best first. `sources` has the present text of the diagnostic's file. */
export function fixesFor(diagnostic: ReportDiagnostic, sources: SourceProvider): Fix[] {
  const own = usersPlace(diagnostic, sources);
  if (own) return fixesAtCall({ ...diagnostic, ...own }, sources);
  const w = diagnostic.severity === "error" || WARNED.has(diagnostic.rule) ? wrongIn(diagnostic, sources) : null;
  return w ? madeBy([refineAttribute, ...(MAKERS[diagnostic.rule] ?? []), leaveToPython], w).filter((f) => f.file === undefined || isUsers(f.file)) : [];
}

/** As `fixesFor`, of one that is shown in the user's code but is in a file of torch's. */
export function fixesAtCall(diagnostic: ReportDiagnostic, sources: SourceProvider): Fix[] {
  const w = wrongIn(diagnostic, sources);
  return w ? madeBy(MAKERS_AT_CALL[diagnostic.rule] ?? [], w) : [];
}

/** Changes of several fixes as one edit: the same change once; a fix that overlaps an earlier one is left out. */
export function together(fixes: readonly Fix[]): TextChange[] {
  const out: TextChange[] = [];
  const same = (a: TextChange, b: TextChange): boolean => a.start === b.start && a.end === b.end && a.text === b.text;
  for (const { changes } of fixes) {
    const fresh = changes.filter((c) => !out.some((o) => same(o, c)));
    if (fresh.some((c) => out.some((o) => c.start < o.end && o.start < c.end || (c.start === o.start && (c.end > c.start || o.end > o.start || /^, |^from (typing|torch) /.test(c.text)))))) continue;
    out.push(...fresh);
  }
  return out;
}

export function applied(text: string, changes: readonly TextChange[]): string {
  let out = text;
  const ordered = changes.map((c, i) => ({ c, i })).sort((a, b) => b.c.start - a.c.start || b.i - a.i);
  for (const { c } of ordered) out = out.slice(0, c.start) + c.text + out.slice(c.end);
  return out;
}
