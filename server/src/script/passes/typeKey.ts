/** Types as map keys: structural, except that classes and interfaces count by identity. */
import type { Type } from "../types/types";

const identities = new WeakMap<object, number>();
let nextIdentity = 0;
/** A number that stands for this object and no other. */
export function identity(object: object): number {
  let id = identities.get(object);
  if (id === undefined) identities.set(object, (id = nextIdentity++));
  return id;
}

export function typeKey(type: Type): string {
  switch (type.kind) {
    case "List": return `L(${typeKey(type.elem)})`;
    case "Optional": return `O(${typeKey(type.elem)})`;
    case "Future": return `F(${typeKey(type.elem)})`;
    case "Await": return `W(${typeKey(type.elem)})`;
    case "RRefOf": return `R(${typeKey(type.elem)})`;
    case "Tuple": {
      const names = type.named ? `${type.named.qualname}:${type.named.fields.join(",")}:` : "";
      return `T(${names}${type.elems.map(typeKey).join(";")})`;
    }
    case "Dict": return `D(${typeKey(type.key)};${typeKey(type.value)})`;
    case "Union": return `U(${type.members.map(typeKey).sort().join(";")})`;
    case "Enum": return `E(${type.qualname})`;
    case "Var": return `V(${type.name})`;
    case "FunctionValue": return `f(${identity(type.fn)})`;
    case "Class": case "Interface": return `C(${identity(type)})`;
    default: return type.kind;
  }
}

export function equalTypes(a: Type, b: Type): boolean {
  return a === b || typeKey(a) === typeKey(b);
}
