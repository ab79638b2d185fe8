/** Does it belong to a package that somebody installed? */
export const isInstalled = (file: string): boolean => /[\\/](site|dist)-packages[\\/]/.test(file);
/** Sources of the shipped stand-in torch, for the editor's read-only documents. */
export { readStandIn as librarySource, STAND_IN_ROOT } from "../host/standIn";
