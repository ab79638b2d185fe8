/** Reading the schemas that notes hold as text. */

/** The parameters as they are written: "Tensor[] tensors", "int dim=0". */
function parametersIn(schema: string): string[] {
  const inside = schema.slice(schema.indexOf("(") + 1, schema.lastIndexOf(") ->"));
  const out: string[] = [];
  let depth = 0;
  let word = "";
  for (const ch of `${inside},`) {
    if (ch === "(" || ch === "[") depth++;
    if (ch === ")" || ch === "]") depth--;
    if (ch === "," && depth === 0) {
      out.push(word.trim());
      word = "";
    } else word += ch;
  }
  return out;
}

/** Where an argument stands in a schema "aten::cat(Tensor[] tensors, int dim=0) -> Tensor"; -1 when it is not there. */
export const schemaIndex = (schema: string, argument: string): number => parametersIn(schema).findIndex((p) => new RegExp(`\\s${argument}(=.*)?$`).test(p));

/** The type of the parameter at an index; undefined behind the last. */
export const typeAt = (schema: string, index: number): string | undefined => parametersIn(schema)[index]?.split(" ")[0];
