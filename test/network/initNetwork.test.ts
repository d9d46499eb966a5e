import { expect } from "chai";
import { describe, it } from "mocha";
import { initNetwork, parseConsortium } from "../../network/index.js";
import { decodeExtraData } from "../../protocol/bft/index.js";
import { codeOf, FOUR, fileOf, hostsText, knownKeys } from "./support/foundings.js";

const refused = (part: object) => codeOf(() => initNetwork({ ...FOUR, ...part }));

describe("a network founded at one place", () => {
  it("comes out the same, byte for byte, from the same node keys", () => {
    expect(initNetwork(FOUR)).to.deep.equal(initNetwork(FOUR));
    const fresh = () => initNetwork({ ...FOUR, keys: undefined }).fingerprint;
    expect(fresh()).not.to.equal(fresh());
  });

  it("keeps the order of organisations, keys and hosts that it was given", () => {
    const { consortium } = initNetwork({ ...FOUR, hosts: hostsText(4) });
    expect(consortium.nodes.map(({ name, address, host }) => `${name} ${address.slice(0, 6)} ${host}`)).to.deep.equal([
      "wxr-node-1 0x7e5f 10.0.0.1",
      "wxr-node-2 0x2b5a 10.0.0.2",
      "unicom-node-1 0x6813 10.0.0.3",
      "wxbc-node-1 0x1eff 10.0.0.4",
    ]);
  });

  it("has a consortium that checks out, and a genesis with all of its nodes as validators", () => {
    for (const consensus of ["qbft", "ibft2"] as const) {
      const network = initNetwork({ ...FOUR, consensus, keys: undefined });
      const { nodes } = parseConsortium(fileOf(network, "consortium.json"), "consortium.json");
      const { extraData } = JSON.parse(fileOf(network, "genesis.json"));
      expect(decodeExtraData(consensus, extraData).validators).to.deep.equal(
        nodes.map(({ address }) => address).sort(),
      );
    }
  });

  it("writes keys in the form that Besu's own operator command writes", () => {
    const network = initNetwork(FOUR);
    expect(fileOf(network, "nodes/wxr-node-1/key")).to.equal(`0x${"1".padStart(64, "0")}`);
    expect(fileOf(network, "nodes/wxr-node-1/key.pub")).to.match(/^0x79be667e[0-9a-f]{120}$/);
    expect(fileOf(network, "nodes/wxr-node-1/address")).to.equal("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
  });

  it("may be of one node, or of thirty-two", () => {
    expect(initNetwork({ ...FOUR, nodes: 1, orgs: undefined, keys: undefined }).own).to.have.length(1);
    const { own } = initNetwork({ ...FOUR, nodes: 32, orgs: "a:11,b:11,c:10", keys: undefined });
    expect(new Set(own.flatMap(({ port, rpcHttp, rpcWs, metrics }) => [port, rpcHttp, rpcWs, metrics])).size).to.equal(
      128,
    );
    expect(new Set(own.map(({ bridgeHost }) => bridgeHost)).size).to.equal(32);
  });

  it("is refused by name if anything about it makes no sense", () => {
    expect(refused({})).to.equal(undefined);
    expect(refused({ nodes: 0 })).to.equal("NodeCountUnfit");
    expect(refused({ nodes: 33, orgs: undefined })).to.equal("NodeCountUnfit");
    expect(refused({ orgs: "wxr:3" })).to.equal("OrganisationSharesInvalid");
    expect(refused({ orgs: "wxr:3,Unicom:1" })).to.equal("OrganisationNameUnfit");
    expect(refused({ keys: knownKeys(3) })).to.equal("NodeKeysInvalid");
    expect(refused({ hosts: hostsText(5) })).to.equal("HostsInvalid");
    expect(refused({ chainId: 0n })).to.equal("ChainIdUnfit");
    expect(refused({ blockPeriodS: 0 })).to.equal("BlockPeriodUnfit");
    expect(refused({ validators: "contract", consensus: "ibft2" })).to.equal("ValidatorContractUnfit");
  });
});
