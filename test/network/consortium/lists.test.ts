import { expect } from "chai";
import { describe, it } from "mocha";
import { loopbackHosts, parseHosts } from "../../../network/consortium/hosts.js";
import { isNodeNameOf, isOrganisationName } from "../../../network/consortium/names.js";
import { parseShares } from "../../../network/consortium/shares.js";
import { codeOf } from "../support/foundings.js";

describe("organisations and their shares", () => {
  it("are read in the order given", () => {
    expect(parseShares(7, "wxr:4,unicom:2, wxbc:1")).to.deep.equal([
      { name: "wxr", nodes: 4 },
      { name: "unicom", nodes: 2 },
      { name: "wxbc", nodes: 1 },
    ]);
  });

  it("are one for each node if nobody says otherwise", () => {
    expect(parseShares(2, undefined)).to.deep.equal([
      { name: "org-1", nodes: 1 },
      { name: "org-2", nodes: 1 },
    ]);
  });

  it("are refused if they do not add up, are repeated or make no sense", () => {
    for (const text of ["a:1,b:2", "a:2,a:2", "a", "a:0,b:4", "a:4:1", "a:-4", "a:4,", "a:1e0,b:3", "a:04", ""]) {
      expect(
        codeOf(() => parseShares(4, text)),
        text,
      ).to.equal("OrganisationSharesInvalid");
    }
    for (const nodes of [0, 101, 1.5, Number.NaN]) {
      expect(codeOf(() => parseShares(nodes, undefined))).to.equal("NodeCountUnfit");
    }
  });

  it("have names that fit folders, hosts and certificates", () => {
    for (const name of ["a", "wxr", "china-unicom", "r2d2", "a".repeat(24)]) {
      expect(isOrganisationName(name), name).to.equal(true);
    }
    const unfit = ["", "A", "wxR", "-a", "a-", "a--b", "a_b", "a.b", "../a", "a/b", "1a", "ä", "a b", "a\n"];
    for (const name of [...unfit, "a".repeat(25)]) expect(isOrganisationName(name), name).to.equal(false);
    expect(codeOf(() => parseShares(4, "../a:4"))).to.equal("OrganisationNameUnfit");
    expect(codeOf(() => parseShares(4, "Wxr:4"))).to.equal("OrganisationNameUnfit");
  });

  it("name their nodes after themselves alone", () => {
    expect(isNodeNameOf("wxr", "wxr-node-1")).to.equal(true);
    for (const name of ["unicom-node-1", "wxr-node-0", "wxr-node-", "wxr-node-1/x", "wxr-node-01", "wxr-node-1000"]) {
      expect(isNodeNameOf("wxr", name), name).to.equal(false);
    }
  });
});

describe("hosts", () => {
  it("are read in the order given", () => {
    expect(parseHosts('["10.0.0.1:30303", "10.0.0.1:30304"]', 2)).to.deep.equal([
      { host: "10.0.0.1", port: 30303 },
      { host: "10.0.0.1", port: 30304 },
    ]);
  });

  it("are this machine with a port of its own for each node if nobody says otherwise", () => {
    expect(loopbackHosts(3).map(({ host, port }) => `${host}:${port}`)).to.deep.equal([
      ...["127.0.0.1:30303", "127.0.0.1:30304", "127.0.0.1:30305"],
    ]);
  });

  it("are refused if malformed, repeated, or not one per node", () => {
    const malformed = [
      ...["node.example:30303", "10.0.0.256:1", "10.0.0.01:1", "10.0.0.1", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:65536"],
      ...[
        "10.0.0.1:1:1",
        "0.0.0.0:1",
        "127.0.0.2:1",
        "224.0.0.1:1",
        "255.255.255.255:1",
        "[::1]:1",
        "::1:1",
        " 10.0.0.1:1",
        ":1",
        "",
      ],
    ];
    for (const host of malformed) {
      expect(
        codeOf(() => parseHosts(JSON.stringify([host]), 1)),
        host,
      ).to.equal("HostsInvalid");
    }
    for (const text of ["", "{}", "null", "[1]", "[null]", '["10.0.0.1:1"', "[]", '["10.0.0.1:1", "10.0.0.2:1"]']) {
      expect(
        codeOf(() => parseHosts(text, 1)),
        text,
      ).to.equal("HostsInvalid");
    }
    expect(codeOf(() => parseHosts('["10.0.0.1:1", "10.0.0.1:1"]', 2))).to.equal("HostsInvalid");
    expect(codeOf(() => parseHosts('["10.0.0.1:1", "127.0.0.1:1"]', 2))).to.equal("HostsInvalid");
  });
});
