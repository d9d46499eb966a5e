import { expect } from "chai";
import { describe, it } from "mocha";
import { rememberSeals } from "../../../network/status/rememberSeals.js";
import { type SealedHeader, verifySeals } from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";
import { makeChain, VALIDATORS } from "../support/chainDouble.js";

const validators = VALIDATORS.map(({ address }) => address).sort();
const chain = makeChain({ height: 3, headS: 1_800_000_000 });
const unsealed = makeChain({ height: 3, headS: 1_800_000_000, sealers: () => VALIDATORS.slice(0, 2) });
const sealedAt = (number: number, of = chain): SealedHeader => {
  const header = of[number]?.header;
  if (!header) throw new RangeError(`no block ${number}`);
  return { consensus: "qbft", header, validators };
};

describe("seals that are remembered", () => {
  const counting = () => {
    const asked: bigint[] = [];
    const check = rememberSeals((sealed) => {
      asked.push(sealed.header.number);
      return verifySeals(sealed);
    });
    return { asked, check };
  };

  it("are those that were verified, and verified once", () => {
    const { asked, check } = counting();
    for (const number of [1, 2, 1, 2, 3, 1]) {
      expect(check(sealedAt(number))).to.deep.equal(verifySeals(sealedAt(number)));
    }
    expect(asked).to.deep.equal([1n, 2n, 3n]);
  });

  it("are no answer about a header, a list of validators or a consensus that differs in anything", () => {
    const { asked, check } = counting();
    const sealed = sealedAt(1);
    check(sealed);
    const others: readonly SealedHeader[] = [
      ...Object.entries(sealed.header).map(([name, value]) => ({
        ...sealed,
        header: { ...sealed.header, [name]: typeof value === "bigint" ? value + 1n : (`${value}00` as Hex) },
      })),
      { ...sealed, validators: validators.slice(1) },
      { ...sealed, consensus: "ibft2" },
      { ...sealed, source: "contract" },
    ];
    for (const other of others) expect(() => check(other)).to.throw();
    expect(asked).to.have.length(1 + others.length);
  });

  it("are not those of a block that was refused", () => {
    const { asked, check } = counting();
    for (const _ of [1, 2])
      expect(() => check(sealedAt(2, unsealed)))
        .to.throw()
        .with.property("code", "QuorumMissing");
    expect(asked).to.deep.equal([2n, 2n]);
  });

  it("are bounded: the one that was not asked for longest is forgotten", () => {
    let asked = 0;
    const check = rememberSeals(() => {
      asked += 1;
      return [];
    });
    const of = (number: bigint) => ({ ...sealedAt(1), header: { ...sealedAt(1).header, number } });
    for (let number = 0n; number < 8192n; number += 1n) check(of(number));
    check(of(0n));
    check(of(8192n));
    expect(asked).to.equal(8193);
    check(of(0n));
    expect(asked).to.equal(8193);
    check(of(1n));
    expect(asked).to.equal(8194);
  });
});
