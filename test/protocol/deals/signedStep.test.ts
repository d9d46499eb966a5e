import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseSignedStep, type SignedStep, signedStepText } from "../../../protocol/index.js";
import { address, hash, hexOf, uint64 } from "../support/arbitraries.js";
import { terms } from "./support/deals.js";

const addressed = {
  chainId: uint64.map((chainId) => chainId || 1n),
  contract: address,
  negotiation: hash,
  round: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  signer: address,
  signature: hexOf(65),
};
const opening = fc.option(fc.record({ buyer: address, seller: address, isSealed: fc.boolean(), salt: hash }));
const expiresAtS = fc.nat(2 ** 48 - 1);
const note = fc.record({ text: fc.string({ unit: "grapheme", maxLength: 40 }), salt: hash });

const steps: fc.Arbitrary<SignedStep> = fc.oneof(
  fc.record({ type: fc.constant("PublicProposal" as const), ...addressed, opening, expiresAtS, terms, note }),
  fc.record({
    ...{ type: fc.constant("SealedProposal" as const), ...addressed, opening, expiresAtS },
    ...{ termsHash: hash, noteHash: hash, ciphertext: hexOf(513) },
  }),
  fc.record({ type: fc.constant("Acceptance" as const), ...addressed, termsHash: hash }),
  fc.record({ type: fc.constantFrom("Rejection" as const, "Withdrawal" as const), ...addressed }),
);

describe("signed steps of negotiations", () => {
  it("are read as they are written", () => {
    fc.assert(
      fc.property(steps, (step) => {
        expect(parseSignedStep(signedStepText(step))).to.deep.equal(step);
      }),
    );
  });

  it("are refused when a member is missing, unknown, given twice or of another kind", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (step, at) => {
        const written = JSON.parse(signedStepText(step));
        const members = Object.keys(written).filter((name) => name !== "schema");
        const name = members[at % members.length] ?? "";
        const { [name]: _, ...without } = written;
        for (const text of [
          JSON.stringify(without),
          JSON.stringify({ ...written, [name]: ["other"] }),
          JSON.stringify({ ...written, more: 1 }),
          signedStepText(step).replace("{", `{"round": ${step.round},`),
        ]) {
          expect(() => parseSignedStep(text))
            .to.throw()
            .with.property("code", "NegotiationStepUnreadable");
        }
      }),
    );
    expect(() => parseSignedStep('{"schema":"wattproof-channel-terms/1"}'))
      .to.throw()
      .with.property("code", "SchemaUnsupported");
  });
});
