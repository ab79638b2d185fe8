/** Writes values as torch's Pickler does (torch/csrc/jit/serialization/pickler.cpp): protocol 2, objects by their class's qualified name. */
import type { ArchiveValue } from "../../script/exportView";
import { bytesOfText } from "../../script/ir/textBytes";

/** A tensor as it is stored: which storage, and how it lies in it. */
export interface StoredTensor {
  /** Name of the record below `data/` (or `constants/`). */
  readonly key: string;
  /** As in the object graph: "float32". */
  readonly dtype: string;
  /** Elements of the whole storage. */
  readonly numel: number;
  /** In elements. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly requiresGrad: boolean;
  /** How the numbers of a quantized tensor are to be read. */
  readonly quantizer?: Quantizer<StoredTensor>;
}
/** One scale and zero point for the whole tensor, or one of each for every place of an axis. */
export type Quantizer<T> =
  | { readonly scheme: "per_tensor_affine"; readonly scale: number; readonly zeroPoint: number }
  | { readonly scheme: "per_channel_affine" | "per_channel_affine_float_qparams"; readonly scales: T; readonly zeroPoints: T; readonly axis: number };

/** What an archive has of the tensors and numbers that a weights file may hold. */
export interface Stored { tensor(index: number): StoredTensor; number(module: number, name: string, built: number): number }

/** The storage classes of torch by dtype. */
export const STORAGES: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  float32: { name: "FloatStorage", bytes: 4 }, float64: { name: "DoubleStorage", bytes: 8 }, float16: { name: "HalfStorage", bytes: 2 }, bfloat16: { name: "BFloat16Storage", bytes: 2 },
  qint8: { name: "QInt8Storage", bytes: 1 }, quint8: { name: "QUInt8Storage", bytes: 1 }, qint32: { name: "QInt32Storage", bytes: 4 },
  int64: { name: "LongStorage", bytes: 8 }, int32: { name: "IntStorage", bytes: 4 }, int16: { name: "ShortStorage", bytes: 2 }, int8: { name: "CharStorage", bytes: 1 },
  uint8: { name: "ByteStorage", bytes: 1 }, bool: { name: "BoolStorage", bytes: 1 }, complex64: { name: "ComplexFloatStorage", bytes: 8 }, complex128: { name: "ComplexDoubleStorage", bytes: 16 },
};

const TYPED_LISTS: Readonly<Record<string, string>> = { int: "build_intlist", float: "build_doublelist", bool: "build_boollist", Tensor: "build_tensorlist" };

export class Pickler {
  private readonly parts: Buffer[] = [Buffer.from([0x80, 2])];
  private readonly memo = new Map<string | object, number>();

  constructor(private readonly stored: Stored) {}

  static pickle(value: ArchiveValue, stored: Stored): Buffer {
    const pickler = new Pickler(stored);
    pickler.value(value);
    pickler.op(".");
    return Buffer.concat(pickler.parts);
  }

  private op(text: string): void { this.parts.push(Buffer.from(text, "latin1")); }
  private bytes(...list: number[]): void { this.parts.push(Buffer.from(list)); }
  private uint32(opcode: string, n: number): void {
    const made = Buffer.alloc(5);
    made.write(opcode, "latin1");
    made.writeUInt32LE(n, 1);
    this.parts.push(made);
  }

  /** Puts what is on the stack into the memo, or fetches it. */
  private shared(key: string | object, write: () => void): void {
    const known = this.memo.get(key);
    if (known !== undefined) {
      if (known < 256) this.bytes(0x68, known);
      else this.uint32("j", known);
      return;
    }
    write();
    this.remember(key);
  }
  private remember(key: string | object): void {
    const n = this.memo.size;
    this.memo.set(key, n);
    if (n < 256) this.bytes(0x71, n);
    else this.uint32("r", n);
  }

  private string(text: string): void {
    this.shared(`s${text}`, () => {
      const data = Buffer.from(bytesOfText(text));
      this.uint32("X", data.length);
      this.parts.push(data);
    });
  }

  private global(qualname: string): void {
    this.shared(`g${qualname}`, () => {
      const dot = qualname.lastIndexOf(".");
      this.parts.push(Buffer.from(`c${qualname.slice(0, dot)}\n${qualname.slice(dot + 1)}\n`, "utf8"));
    });
  }

  private int(n: bigint): void {
    if (n >= 0n && n < 256n) this.bytes(0x4b, Number(n));
    else if (n >= 0n && n < 65536n) this.bytes(0x4d, Number(n & 255n), Number(n >> 8n));
    else if (n >= -(2n ** 31n) && n < 2n ** 31n) {
      const made = Buffer.alloc(5);
      made.write("J", "latin1");
      made.writeInt32LE(Number(n), 1);
      this.parts.push(made);
    } else {
      const made = Buffer.alloc(10);
      made.write("\u008a\u0008", "latin1");
      made.writeBigInt64LE(BigInt.asIntN(64, n), 2);
      this.parts.push(made);
    }
  }

  private float(n: number): void {
    const made = Buffer.alloc(9);
    made.write("G", "latin1");
    made.writeDoubleBE(n, 1);
    this.parts.push(made);
  }

  private ints(list: readonly number[]): void {
    this.op("(");
    for (const n of list) this.int(BigInt(n));
    this.op("t");
  }

  private tensor(index: number): void {
    const t = this.stored.tensor(index);
    this.shared(`t${index}`, () => { this.rebuilt(t); });
  }
  private rebuilt(t: StoredTensor): void {
    this.global(t.quantizer ? "torch._utils._rebuild_qtensor" : "torch._utils._rebuild_tensor_v2");
    this.op("(");
    // once for all tensors that lie in it: so they share it when they are loaded
    this.shared(`p${t.key}`, () => {
      this.op("(");
      this.string("storage");
      this.global(`torch.${STORAGES[t.dtype]?.name ?? "FloatStorage"}`);
      this.string(t.key);
      this.string("cpu");
      this.int(BigInt(t.numel));
      this.op("tQ");
    });
    this.int(BigInt(t.offset));
    this.ints(t.shape);
    this.ints(t.strides);
    if (t.quantizer) this.quantizer(t.quantizer);
    this.op(t.requiresGrad ? "\u0088" : "\u0089");
    this.global("collections.OrderedDict");
    this.op(")RtR");
  }
  private quantizer(q: Quantizer<StoredTensor>): void {
    this.op("(");
    this.global(`torch.${q.scheme}`);
    if (q.scheme === "per_tensor_affine") {
      this.float(q.scale);
      this.int(BigInt(q.zeroPoint));
    } else {
      this.rebuilt(q.scales);
      this.rebuilt(q.zeroPoints);
      this.int(BigInt(q.axis));
    }
    this.op("t");
  }

  private tuple(items: readonly ArchiveValue[]): void {
    this.op("(");
    for (const i of items) this.value(i);
    this.op("t");
  }

  private list(items: readonly ArchiveValue[]): void {
    this.op("](");
    for (const i of items) this.value(i);
    this.op("e");
  }

  value(v: ArchiveValue): void {
    switch (v.kind) {
      case "none": this.op("N"); break;
      case "bool": this.op(v.value ? "\u0088" : "\u0089"); break;
      case "int": this.int(v.value); break;
      case "float": this.float(v.value); break;
      case "complex":
        this.global("builtins.complex");
        this.float(v.re);
        this.float(v.im);
        this.op("\u0086R");
        break;
      case "str": this.string(v.value); break;
      case "device":
        this.global("torch.device");
        this.string(v.value);
        this.op("\u0085R");
        break;
      case "tensor": this.tensor(v.index); break;
      case "stated": {
        const number = this.stored.number(v.module, v.name, Number(v.value.value));
        this.value(v.value.kind === "int" ? { kind: "int", value: BigInt(number) } : { kind: "float", value: number });
        break;
      }
      case "list": {
        const typed = TYPED_LISTS[v.elem];
        if (typed) {
          this.global(`torch.jit._pickle.${typed}`);
          this.op("(");
          this.list(v.items);
          this.op("tR");
        } else {
          this.global("torch.jit._pickle.restore_type_tag");
          this.list(v.items);
          this.string(v.annotation);
          this.op("\u0086R");
        }
        break;
      }
      case "dict":
        this.global("torch.jit._pickle.restore_type_tag");
        this.op("}(");
        for (const [k, x] of v.entries) { this.value(k); this.value(x); }
        this.op("u");
        this.string(v.annotation);
        this.op("\u0086R");
        break;
      case "tuple": if (v.shared) this.shared(v, () => { this.tuple(v.items); }); else this.tuple(v.items); break;
      case "enum":
        this.global(v.type);
        this.value(v.value);
        this.op("R");
        break;
      case "object":
        this.shared(v, () => {
          this.global(v.type);
          this.op(")\u0081");
          if (v.state) this.value(v.state);
          else {
            this.op("}(");
            for (const [name, field] of v.fields) { this.string(name); this.value(field); }
            this.op("u");
          }
          this.op("b");
        });
        break;
    }
  }
}
