/**
 * Collects from the server's sources every rule id that it can emit: the literals that stand where a
 * parameter or a property is named `rule`. An expression that is no literal has to pass on such a value.
 */
import path from "node:path";
import ts from "typescript";

export interface RuleUse { readonly id: string; readonly file: string; readonly line: number; /** The text of the whole call. */ readonly text: string }
export interface RuleUses { readonly uses: readonly RuleUse[]; /** Places whose rule could not be read. */ readonly opaque: readonly string[] }

export function collectRules(root: string): RuleUses {
  const config = ts.readConfigFile(path.join(root, "tsconfig.json"), (f) => ts.sys.readFile(f));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = ts.sys.readDirectory(path.join(root, "server/src"), [".ts"]);
  const program = ts.createProgram(files, { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const uses: RuleUse[] = [];
  const opaque: string[] = [];
  const take = (value: ts.Expression, whole: ts.Node): void => {
    if (ts.isStringLiteralLike(value)) {
      const source = value.getSourceFile();
      uses.push({ id: value.text, file: path.relative(root, source.fileName), line: source.getLineAndCharacterOfPosition(value.getStart()).line + 1, text: whole.getText() });
    } else if (ts.isConditionalExpression(value)) {
      take(value.whenTrue, whole);
      take(value.whenFalse, whole);
    } else if (ts.isParenthesizedExpression(value)) take(value.expression, whole);
    else if (!(ts.isIdentifier(value) && value.text === "rule") && !(ts.isPropertyAccessExpression(value) && value.name.text === "rule")) {
      opaque.push(`${path.relative(root, value.getSourceFile().fileName)}: ${whole.getText().slice(0, 120)}`);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const parameters = checker.getResolvedSignature(node)?.parameters ?? [];
      const at = parameters.findIndex((p) => p.name === "rule");
      const value = at < 0 ? undefined : node.arguments?.[at];
      if (value) take(value, node);
    } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === "rule") take(node.initializer, node.parent);
    ts.forEachChild(node, visit);
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source) visit(source);
  }
  return { uses, opaque };
}
