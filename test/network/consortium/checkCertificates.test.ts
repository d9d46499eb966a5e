import { createHash, X509Certificate } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { requireAgency, requireNodeCertificate } from "../../../network/consortium/checkCertificates.js";
import { certificatePem } from "../../../network/keys/pem.js";
import { toHex } from "../../../protocol/index.js";
import { codeOf, threeParts } from "../support/foundings.js";

const [part] = threeParts();

/** A certificate with one of its bytes changed, and the hash that it then has. */
const spoiled = (pem: string) => {
  const der = new Uint8Array(new X509Certificate(pem).raw);
  return fc.record({ at: fc.nat(der.length - 1), flip: fc.integer({ min: 1, max: 255 }) }).map(({ at, flip }) => {
    const other = Uint8Array.from(der);
    other[at] = (other[at] as number) ^ flip;
    const certificateHash = toHex(new Uint8Array(createHash("sha256").update(other).digest()));
    return { pem: certificatePem(other), certificateHash };
  });
};

describe("a certificate with any byte changed", () => {
  it("is refused by name, whatever the byte: an agency's", () => {
    const organisation = part?.founding.organisation ?? expect.fail();
    expect(codeOf(() => requireAgency(organisation))).to.equal(undefined);
    fc.assert(
      fc.property(spoiled(organisation.agencyCertificate), ({ pem: agencyCertificate }) => {
        expect(codeOf(() => requireAgency({ ...organisation, agencyCertificate }))).to.equal("CertificateInvalid");
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused by name, whatever the byte: a node's", () => {
    const { organisation, nodes } = part?.founding ?? expect.fail();
    const node = nodes[0] ?? expect.fail();
    const agency = requireAgency(organisation);
    expect(codeOf(() => requireNodeCertificate(node, agency))).to.equal(undefined);
    fc.assert(
      fc.property(spoiled(node.certificate), ({ pem: certificate, certificateHash }) => {
        const other = { ...node, certificate, certificateHash };
        expect(codeOf(() => requireNodeCertificate(other, agency))).to.equal("CertificateInvalid");
      }),
      { numRuns: 1000 },
    );
  });
});
