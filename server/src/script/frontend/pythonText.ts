/** How Python prints literals: the lengths of torch's ranges depend on it. */

/** `repr(float)`. */
export function floatText(v: number): string {
  if (Number.isNaN(v)) return "nan";
  if (!Number.isFinite(v)) return v < 0 ? "-inf" : "inf";
  const plain = bareFloat(v);
  return /[.e]/.test(plain) ? plain : `${plain}.0`;
}

function bareFloat(v: number): string {
  if (v === 0) return Object.is(v, -0) ? "-0" : "0";
  const [mantissa, power] = Math.abs(v).toExponential().split("e") as [string, string];
  const digits = mantissa.replace(".", "");
  const exponent = Number(power);
  const sign = v < 0 ? "-" : "";
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0] ?? ""}${rest}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits + "0".repeat(exponent + 1 - digits.length);
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** `str(complex)` of a purely imaginary literal. */
export function imaginaryText(v: number): string {
  return `${Number.isFinite(v) ? bareFloat(v) : "inf"}j`;
}

/** `len` of a Python str: code points. */
export function pythonLength(text: string): number {
  let n = 0;
  for (let i = 0; i < text.length; i++, n++) {
    const c = text.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < text.length) {
      const d = text.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) i++;
    }
  }
  return n;
}

/** Length of `str(bytes)`; one character of `value` is one byte. */
export function bytesReprLength(value: string): number {
  const quoteInside = value.includes("'");
  let n = 3;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === 9 || c === 10 || c === 13 || c === 92) n += 2;
    else if (c === 39 && quoteInside && value.includes('"')) n += 2;
    else n += c < 32 || c > 126 ? 4 : 1;
  }
  return n;
}
