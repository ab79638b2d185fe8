/**
 * The ONNX file format: the messages and field numbers that are used here, and nothing else of it. An attribute that is
 * zero has to be written: where its value is missing, shape inference takes the default instead.
 */
import protobuf from "protobufjs";

const SCHEMA = `
syntax = "proto3";
message Entry { string key = 1; string value = 2; }
message Dim { oneof value { int64 dim_value = 1; string dim_param = 2; } }
message Shape { repeated Dim dim = 1; }
message TensorType { int32 elem_type = 1; Shape shape = 2; }
message SequenceType { Type elem_type = 1; }
message Type { TensorType tensor_type = 1; SequenceType sequence_type = 4; }
message ValueInfo { string name = 1; Type type = 2; string doc_string = 3; }
message Tensor {
  repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9;
  repeated Entry external_data = 13; int32 data_location = 14;
}
message Attribute {
  string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4; Tensor t = 5; Graph g = 6;
  repeated float floats = 7; repeated int64 ints = 8; repeated bytes strings = 9; int32 type = 20;
}
message Node {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated Attribute attribute = 5; string doc_string = 6; string domain = 7; repeated Entry metadata_props = 9;
}
message Graph {
  repeated Node node = 1; string name = 2; repeated Tensor initializer = 5; string doc_string = 10;
  repeated ValueInfo input = 11; repeated ValueInfo output = 12; repeated ValueInfo value_info = 13;
}
message OperatorSet { string domain = 1; int64 version = 2; }
message Model {
  int64 ir_version = 1; string producer_name = 2; string producer_version = 3; Graph graph = 7;
  repeated OperatorSet opset_import = 8; repeated Entry metadata_props = 14;
}`;

export interface EntryProto { key: string; value: string }
export interface TensorProto { dims: number[]; dataType: number; name?: string; rawData?: Uint8Array; externalData?: EntryProto[]; dataLocation?: number }
/** With neither it is not known. */
interface DimProto { dimValue?: number; dimParam?: string }
interface TensorTypeProto { elemType: number; shape?: { dim: DimProto[] } }
export interface ValueInfoProto { name: string; type: { tensorType: TensorTypeProto } | { sequenceType: { elemType: { tensorType: TensorTypeProto } } } }
export interface AttributeProto { name: string; type: number; f?: number; i?: number; s?: Uint8Array; t?: TensorProto; g?: GraphProto; floats?: number[]; ints?: number[]; strings?: Uint8Array[] }
export interface NodeProto { input: string[]; output: string[]; name: string; opType: string; attribute: AttributeProto[]; docString?: string; metadataProps?: EntryProto[] }
export interface GraphProto { node: NodeProto[]; name: string; initializer: TensorProto[]; input: ValueInfoProto[]; output: ValueInfoProto[]; valueInfo: ValueInfoProto[] }
export interface ModelProto { irVersion: number; producerName: string; producerVersion: string; graph: GraphProto; opsetImport: { domain: string; version: number }[]; metadataProps: EntryProto[] }

let type: protobuf.Type | undefined;
const modelType = (): protobuf.Type => (type ??= protobuf.parse(SCHEMA).root.lookupType("Model"));

export function encodeModel(model: ModelProto): Uint8Array { return modelType().encode(model).finish(); }
export function decodeModel(bytes: Uint8Array): ModelProto { return modelType().toObject(modelType().decode(bytes), { longs: Number, arrays: true }) as unknown as ModelProto; }

/** Numbers that the format gives to element types. */
export const ELEMENT = { float32: 1, uint8: 2, int8: 3, int16: 5, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11, bfloat16: 16 } as const;
export type DType = keyof typeof ELEMENT;
export const BYTES: Readonly<Record<DType, number>> = { float32: 4, uint8: 1, int8: 1, int16: 2, int32: 4, int64: 8, bool: 1, float16: 2, float64: 8, bfloat16: 2 };
export const isDType = (s: string): s is DType => s in ELEMENT;
