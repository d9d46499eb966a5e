import { expect } from "chai";
import { describe, it } from "mocha";
import { checkErrorCodes, judgeErrorCodes, scanErrorCodes } from "../../../scripts/checks/errorCodes.js";

const NAMED = `export class TooFar extends WattproofError {
  constructor(distanceM: number) {
    super({ code: "TooFar", message: \`It is \${distanceM} m away.\`, next: "Come closer." });
  }
}`;
const TABLE = `const FAULTS = { TooHot: "Cool it.", TooCold: "Warm it." } as const;
export type FaultCode = keyof typeof FAULTS;
export class Fault extends WattproofError {
  constructor(code: FaultCode, message: string) {
    super({ code, message, next: FAULTS[code] });
  }
}`;
const OPEN = `export class Anything extends WattproofError {
  constructor(code: string, message: string) {
    super({ code, message, next: "Guess." });
  }
}`;

const codesOf = (text: string) => scanErrorCodes("room/errors.ts", text).codes.map(({ code }) => code);

describe("error codes", () => {
  it("of the repository stand for one thing each and are explained", () => {
    expect(checkErrorCodes()).to.deep.equal([]);
  });

  it("are found in classes, tables and plain objects", () => {
    expect(scanErrorCodes("room/errors.ts", NAMED)).to.deep.equal({
      codes: [{ code: "TooFar", at: "room/errors.ts:3" }],
      uncoded: [],
    });
    expect(codesOf(TABLE)).to.deep.equal(["TooHot", "TooCold"]);
    expect(codesOf('print({ error: { code: "TooOld", message, next, facts } });')).to.deep.equal(["TooOld"]);
  });

  it("are not everything called code", () => {
    expect(
      codesOf('const LETTERS = { A: 1 };\ntype Letters = keyof typeof LETTERS;\nsend({ code: "A" });'),
    ).to.deep.equal([]);
  });

  it("must be told by the source of each class, unless they are another error's", () => {
    const uncodedOf = (text: string) => scanErrorCodes("room/errors.ts", text).uncoded;
    expect(uncodedOf(OPEN)).to.have.length(1);
    expect(uncodedOf(OPEN)[0]).to.include("room/errors.ts:1 Anything");
    expect(uncodedOf(TABLE)).to.deep.equal([]);
    expect(uncodedOf(OPEN.replace("{ code,", "{ code: fault.code,"))).to.deep.equal([]);
    expect(uncodedOf(OPEN.replace("class", "abstract class"))).to.deep.equal([]);
  });

  it("may not be given twice, be left unexplained, or be explained without being", () => {
    const page = "| Code | When |\n|---|---|\n| `TooFar`, `TooHot` | `Later` it is. |\n";
    const [far, hot] = [
      { code: "TooFar", at: "a.ts:1" },
      { code: "TooHot", at: "b.ts:2" },
    ];
    expect(judgeErrorCodes([far, hot], page)).to.deep.equal([]);
    expect(judgeErrorCodes([far, hot, { code: "TooFar", at: "c.ts:3" }], page)).to.deep.equal([
      "TooFar stands for more than one thing: a.ts:1, c.ts:3",
    ]);
    expect(judgeErrorCodes([far, hot, { code: "TooCold", at: "c.ts:3" }], page)).to.deep.equal([
      "c.ts:3 has the code TooCold, which docs/errors.md does not explain",
    ]);
    expect(judgeErrorCodes([far], page)).to.deep.equal(["docs/errors.md explains TooHot, which nothing throws"]);
  });

  it("are shared by the oracle's refusal and the verifier's fault of one finding, and by no third", () => {
    const page = "| `LinkMismatch` | |";
    const given = (...places: string[]) => places.map((at) => ({ code: "LinkMismatch", at }));
    expect(judgeErrorCodes(given("a.ts:1", "b.ts:1"), page)).to.deep.equal([]);
    expect(judgeErrorCodes(given("a.ts:1", "b.ts:1", "c.ts:1"), page)).to.have.length(1);
  });
});
