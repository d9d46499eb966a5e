import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type CastVote, undecidedVotes } from "../../../network/monitor/undecidedVotes.js";
import type { Hex } from "../../../protocol/index.js";

const [A, B, C, D] = ["a1", "b2", "c3", "d4"].map((byte): Hex => `0x${byte.repeat(20)}`) as [Hex, Hex, Hex, Hex];
const vote = (voter: Hex, recipient: Hex, adds: boolean, block?: bigint): CastVote => ({
  voter,
  recipient,
  adds,
  block,
});

describe("votes without a decision of the members", () => {
  it("are those for whom the registry does not name, and against whom it names", () => {
    const votes = [vote(A, D, true), vote(A, B, false), vote(B, B, true), vote(B, D, false)];
    expect(undecidedVotes(votes, [A, B, C])).to.deep.equal([vote(A, D, true), vote(A, B, false)]);
  });

  it("are told once for each voter and recipient, by the newest block", () => {
    const votes = [vote(A, D, true, 9n), vote(B, D, true, 8n), vote(A, D, true, 7n)];
    expect(undecidedVotes(votes, [A, B, C])).to.deep.equal([vote(A, D, true, 9n), vote(B, D, true, 8n)]);
  });

  it("are never those that make the validators whom the registry names", () => {
    const address = fc.constantFrom(A, B, C, D);
    const votes = fc.array(fc.record({ voter: address, recipient: address, adds: fc.boolean(), block: fc.bigInt() }));
    fc.assert(
      fc.property(votes, fc.subarray([A, B, C, D]), (all, named) => {
        const undecided = undecidedVotes(all, named);
        for (const { recipient, adds } of undecided) expect(named.includes(recipient)).to.equal(!adds);
        for (const { voter, recipient, adds } of all) {
          const isTold = undecided.some(
            (each) => each.voter === voter && each.recipient === recipient && each.adds === adds,
          );
          expect(isTold).to.equal(named.includes(recipient) !== adds);
        }
      }),
    );
  });
});
