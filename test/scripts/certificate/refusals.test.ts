import { expect } from "chai";
import { describe, it } from "mocha";
import { CERTIFICATE_REFUSALS } from "../../../scripts/chain/certificateRefusals.js";
import { knownRefusals } from "../../../scripts/chain/refusals.js";
import { EnergyCertificate__factory, ProductionCertifier__factory } from "../../../typechain-types/index.js";

describe("what certificates refuse", () => {
  it("has words for errors that there are", () => {
    const interfaces = [EnergyCertificate__factory.createInterface(), ProductionCertifier__factory.createInterface()];
    for (const name of Object.keys(CERTIFICATE_REFUSALS)) {
      expect(
        interfaces.some((each) => each.getError(name) !== null),
        name,
      ).to.equal(true);
      expect(knownRefusals()).to.include(name);
    }
  });
});
