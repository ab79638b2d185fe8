export const NAME = "torchscript-lens";

/** Of the Node that runs this, which in a desktop's VS Code is Electron. */
export function launcher(platform: NodeJS.Platform, node: string, script: string): { readonly file: string; readonly text: string } {
  if (platform === "win32") return { file: `${NAME}.cmd`, text: `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${node}" "${script}" %*\r\n` };
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  return { file: NAME, text: `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(node)} ${quoted(script)} "$@"\n` };
}
