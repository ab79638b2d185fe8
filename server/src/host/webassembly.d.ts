/** The little of WebAssembly's interface that is used here; Node's own types leave it out. */
declare namespace WebAssembly {
  interface Module { readonly __module: never }
  interface Instance { readonly exports: Record<string, unknown> }
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  type Imports = Record<string, Record<string, unknown>>;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
