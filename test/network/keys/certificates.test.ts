import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";
import { expect } from "chai";
import { describe, it } from "mocha";
import { keygenOrganisation, parseValidity } from "../../../network/index.js";
import { enodeUrl } from "../../../protocol/index.js";
import { codeOf, hostsText, knownKeys, VALIDITY } from "../support/foundings.js";

const made = () =>
  keygenOrganisation({
    ...{ org: "wxr", nodes: 2, chainId: 20_260n, keys: knownKeys(2) },
    ...{ hosts: '["127.0.0.1:30303","127.0.0.1:30304"]', validity: VALIDITY },
  });

describe("certificates", () => {
  it("of an agency are of a certificate authority that signed itself, for ten years", () => {
    const agency = new X509Certificate(made().founding.organisation.agencyCertificate);
    expect(agency.ca).to.equal(true);
    expect(agency.subject).to.equal("O=wxr\nCN=wxr agency");
    expect(agency.verify(agency.publicKey)).to.equal(true);
    expect(agency.validFromDate.toISOString()).to.equal("2026-01-01T00:00:00.000Z");
    expect(agency.validToDate.toISOString()).to.equal("2036-01-01T00:00:00.000Z");
  });

  it("of a node are issued by the agency and bound to host, name and enode URL, for two years", () => {
    const { founding } = made();
    const agency = new X509Certificate(founding.organisation.agencyCertificate);
    for (const node of founding.nodes) {
      const certificate = new X509Certificate(node.certificate);
      expect(certificate.checkIssued(agency) && certificate.verify(agency.publicKey)).to.equal(true);
      expect(certificate.ca).to.equal(false);
      expect(certificate.checkIP(node.host)).to.equal(node.host);
      expect(certificate.subjectAltName).to.include(`URI:${enodeUrl(node)}`);
      expect(`0x${certificate.fingerprint256.replaceAll(":", "").toLowerCase()}`).to.equal(node.certificateHash);
      expect(certificate.validToDate.toISOString()).to.equal("2028-01-01T00:00:00.000Z");
      expect(Buffer.from(certificate.serialNumber, "hex")).to.have.length(16);
    }
  });

  it("let two nodes of an organisation prove themselves to each other over TLS, and nobody else", async () => {
    const { founding, kept } = made();
    const ca = founding.organisation.agencyCertificate;
    const [one, two] = founding.nodes.map((node, at) => ({ cert: node.certificate, key: kept.nodes[at]?.tlsKey, ca }));
    // Not refused at once, so that the test sees what the server thinks of the certificate.
    const server = createServer({ ...one, requestCert: true, rejectUnauthorized: false }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const meet = async (of: object) => {
      const accepted = once(server, "secureConnection") as Promise<[TLSSocket]>;
      const client = connect({ ...of, host: "127.0.0.1", port });
      const [socket] = await accepted;
      const found = { caller: socket.getPeerCertificate().subject.CN, isTrusted: socket.authorized };
      const called = { callee: client.getPeerCertificate().subject.CN, isCalleeTrusted: client.authorized };
      client.destroy();
      return { ...found, ...called };
    };
    try {
      expect(await meet({ ...two })).to.deep.equal({
        ...{ caller: "wxr-node-2", isTrusted: true, callee: "wxr-node-1", isCalleeTrusted: true },
      });
      // The same names, issued by an agency of the same name with another key.
      const stranger = keygenOrganisation({
        ...{ org: "wxr", nodes: 1, chainId: 20_260n, keys: knownKeys(1, 9), hosts: hostsText(1), validity: VALIDITY },
      });
      const theirs = { cert: stranger.founding.nodes[0]?.certificate, key: stranger.kept.nodes[0]?.tlsKey, ca };
      expect(await meet(theirs)).to.include({ caller: "wxr-node-1", isTrusted: false });
    } finally {
      server.close();
    }
  });

  it("are the same for the same keys and dates, and new ones otherwise", () => {
    expect(made()).to.deep.equal(made());
    const fresh = () =>
      keygenOrganisation({ org: "wxr", nodes: 1, chainId: 20_260n, hosts: hostsText(1), validity: VALIDITY });
    const [a, b] = [fresh(), fresh()];
    expect(a.founding.nodes[0]?.id).not.to.equal(b.founding.nodes[0]?.id);
    expect(a.founding.organisation.account).not.to.equal(b.founding.organisation.account);
    expect(a.founding.organisation.agencyCertificate).not.to.equal(b.founding.organisation.agencyCertificate);
  });

  it("begin and last as asked", () => {
    const validity = parseValidity("2049-06-01", 5, new Date());
    const { founding } = keygenOrganisation({
      ...{ org: "wxr", nodes: 1, chainId: 20_260n, keys: knownKeys(1), hosts: hostsText(1), validity },
    });
    const certificate = new X509Certificate(founding.nodes[0]?.certificate ?? "");
    expect(certificate.validFromDate.toISOString()).to.equal("2049-06-01T00:00:00.000Z");
    // Beyond 2049 X.509 has another form of time.
    expect(certificate.validToDate.toISOString()).to.equal("2054-06-01T00:00:00.000Z");
    expect(parseValidity(undefined, undefined, new Date(1_700_000_000_999)).from.getTime()).to.equal(1_700_000_000_000);
  });

  it("have no other dates", () => {
    for (const from of [
      "",
      "2026",
      "2026-02-30",
      "2026-13-01",
      "1999-01-01",
      "2100-01-01",
      "2026-01-01T00:00:00Z",
      "x",
    ]) {
      expect(
        codeOf(() => parseValidity(from, undefined, new Date())),
        from,
      ).to.equal("ValidityUnfit");
    }
    for (const years of [0, 11, 1.5, -1]) {
      expect(codeOf(() => parseValidity(undefined, years, new Date()))).to.equal("ValidityUnfit");
    }
  });
});
