/**
 * A string of torch's is bytes, mostly UTF-8, and an operator may cut a letter in two. A byte that is no
 * part of a letter is kept as Python's "surrogateescape" keeps it: as one character of U+DC80 to U+DCFF.
 */
const LETTERS = /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;
const LONE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function bytesOfText(text: string): Uint8Array {
  if (!LONE.test(text)) return encoder.encode(text);
  const pieces = text.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/);
  return Uint8Array.from(pieces.flatMap((piece) => (piece.length === 1 && LONE.test(piece) ? [piece.charCodeAt(0) & 0xff] : [...encoder.encode(piece)])));
}

/** One character per byte in `bytes`. */
export function textOfBytes(bytes: string): string {
  return bytes.replace(LETTERS, (part) => (part.length === 1 && part > "\x7f" ? String.fromCharCode(0xdc00 + part.charCodeAt(0)) : decoder.decode(Uint8Array.from(part, (c) => c.charCodeAt(0)))));
}
