/** Sources of the shipped stand-in torch, for the editor's read-only documents. */
export { readStandIn as librarySource, STAND_IN_ROOT } from "../host/standIn";
