/** Messages as data: templates, facts, languages. */
import assert from "node:assert/strict";
import { say, speak } from "../../../server/src/text/language";
import { english, factsOf, joined, knowing, msg, NOTHING, saidIn, verbatim } from "../../../server/src/text/message";

describe("a message", () => {
  afterEach(() => { speak(undefined); });

  it("is its template and what stands in the gaps", () => {
    const name = "x";
    assert.deepEqual(msg`'${name}' is ${{ wanted: "int" }}, not ${3}`, { template: "'{0}' is {wanted}, not {2}", args: { 0: "x", wanted: "int", 2: 3 } });
    assert.equal(english(msg`'${name}' is ${{ wanted: "int" }}, not ${3}`), "'x' is int, not 3");
  });

  it("holds others, which are translated in their turn", () => {
    const inner = msg`'${"y"}' is not defined`;
    const outer = msg`the compiler failed here: ${inner}`;
    assert.equal(english(outer), "the compiler failed here: 'y' is not defined");
    speak("ko");
    assert.equal(say(outer), "컴파일러가 여기서 실패했습니다: 'y'이(가) 정의되지 않았습니다");
    assert.equal(english(outer), "the compiler failed here: 'y' is not defined", "English stays English");
    assert.equal(say(joined([inner, verbatim("z")], "; ")), "'y'이(가) 정의되지 않았습니다; z");
  });

  it("tells its facts without its words", () => {
    const why = knowing(msg`an empty list does not tell its element type`, { lacks: "list" });
    assert.deepEqual(factsOf(msg`module '${"M"}' has no attribute '${{ attribute: "seen" }}': ${{ untyped: why }}`), { attribute: "seen", untyped: english(why), lacks: "list" });
    assert.deepEqual(saidIn(msg`${"a"} and ${msg`${"b"} is ${1}`}`), ["a", "b", "1"]);
  });

  it("leaves braces of code alone", () => {
    assert.equal(english({ template: "{x!s} {nothing} {0}", args: { 0: "{1}" } }), "{x!s} {nothing} {1}");
    assert.equal(english(NOTHING), "");
  });

  it("is English in a language that is not there", () => {
    for (const locale of ["en", "de", "constructor", "", undefined]) {
      speak(locale);
      assert.equal(say(msg`'${"y"}' is not defined`), "'y' is not defined");
    }
    for (const locale of ["ko", "ko-KR", "KO_kr"]) {
      speak(locale);
      assert.equal(say(msg`'${"y"}' is not defined`), "'y'이(가) 정의되지 않았습니다");
    }
  });
});
