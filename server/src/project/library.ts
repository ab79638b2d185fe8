/** Sources of the shipped stand-in torch, for the editor's read-only documents. */
export { readStandIn as librarySource } from "../host/standIn";
