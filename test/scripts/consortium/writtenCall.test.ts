import { expect } from "chai";
import { Interface } from "ethers";
import { describe, it } from "mocha";
import { writtenCall } from "../../../scripts/commands/consortium/propose/writtenCall.js";

const ADDRESS = `0x${"ab".repeat(20)}`;

function codeOf(call: string, ...args: string[]): string {
  try {
    return writtenCall(call, args);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("a call as people write it", () => {
  it("is bytes in hex, or a function with its types and arguments", () => {
    expect(writtenCall("0xABCD", [])).to.equal("0xabcd");
    const contract = new Interface(["function f(address a, uint256 b, bool c, string d, (uint8 x, bool y)[] e)"]);
    const values = [ADDRESS, 2n ** 255n, false, "true", [[1, true]]];
    expect(
      writtenCall("f(address,uint256,bool,string,(uint8,bool)[])", [
        ADDRESS,
        `${2n ** 255n}`,
        "false",
        "true",
        '[["1",true]]',
      ]),
    ).to.equal(contract.encodeFunctionData("f", values));
  });

  for (const [what, call, args] of [
    ["hex of half a byte", "0xabc", []],
    ["hex with arguments", "0xabcd", ["1"]],
    ["hex without an end", `0x${"00".repeat(24_577)}`, []],
    ["no function", "what is this", []],
    ["an unknown type", "f(uint257)", ["1"]],
    ["an argument missing", "f(uint256)", []],
    ["an argument too many", "f()", ["1"]],
    ["a number that does not fit", "f(uint8)", ["256"]],
    ["a number that is none", "f(uint8)", ["one"]],
    ["an address that is none", "f(address)", ["0x12"]],
    ["a truth that is none", "f(bool)", ["yes"]],
    ["a truth in a list that is text", "f(bool[])", ['["false"]']],
    ["a list that is no JSON", "f(uint8[])", ["1,2"]],
    ["a list that is an object", "f(uint8[])", ['{"0":1}']],
    ["a struct with a member too few", "f((uint8,bool))", ["[1]"]],
    ["a number that JSON would round", "f(uint256[])", ["[9007199254740993]"]],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(codeOf(call, ...args)).to.equal("CallUnwritable");
    });
  }
});
