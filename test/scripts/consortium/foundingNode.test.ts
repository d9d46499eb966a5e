import { expect } from "chai";
import { describe, it } from "mocha";
import type { Founding } from "../../../network/index.js";
import { nodeInFounding } from "../../../scripts/commands/consortium/foundingNode.js";
import { lower } from "../../support/chain/consortium.js";
import { TestNode } from "../../support/chain/nodes.js";

const ACCOUNT = `0x${"ab".repeat(20)}` as const;
const PLACE = { chain: { chainId: 31_337n }, book: { members: [{ account: ACCOUNT, name: "wxr", votes: 1 }] } };

/** A file of one node; the signatures in it are for whoever reads the file. */
function foundingOf(change: object = {}, validator = true): Founding {
  const { id, ...node } = new TestNode("wxr-node-1").admission({ address: ACCOUNT }, { validator });
  const address = lower(new TestNode("wxr-node-1").address);
  return {
    schema: "wattproof-founding/1",
    chainId: "31337",
    organisation: { name: "wxr", account: ACCOUNT, agencyCertificate: "" },
    nodes: [
      {
        ...node,
        id,
        organisation: "wxr",
        address,
        host: "127.0.0.1",
        port: 1,
        certificate: "",
        proof: `0x${"00".repeat(65)}`,
      },
    ],
    ...change,
  };
}

function codeOf(founding: Founding, wanted: { name?: string; observer?: boolean } = {}): string {
  try {
    nodeInFounding(PLACE, { founding, source: "f.json", name: "wxr-node-1", observer: false, ...wanted });
    return "taken";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("a founding's node, for a consortium that stands", () => {
  it("is taken as it signed, for the member's account", () => {
    const node = nodeInFounding(PLACE, {
      founding: foundingOf(),
      source: "f.json",
      name: "wxr-node-1",
      observer: false,
    });
    expect(node.admission).to.deep.include({ name: "wxr-node-1", organisation: ACCOUNT, validator: true });
    expect(codeOf(foundingOf({}, false), { observer: true })).to.equal("taken");
  });

  it("is refused in another role than it signed for", () => {
    expect(codeOf(foundingOf(), { observer: true })).to.equal("NodeRoleDiffers");
    expect(codeOf(foundingOf({}, false))).to.equal("NodeRoleDiffers");
  });

  it("is refused of another chain, by another name, and of who is no member under this name", () => {
    expect(codeOf(foundingOf({ chainId: "1" }))).to.equal("ChainIdDiffers");
    expect(codeOf(foundingOf(), { name: "wxr-node-2" })).to.equal("NodeNotInFounding");
    for (const organisation of [
      { name: "wxr", account: `0x${"cd".repeat(20)}`, agencyCertificate: "" },
      { name: "other", account: ACCOUNT, agencyCertificate: "" },
    ]) {
      expect(codeOf(foundingOf({ organisation }))).to.equal("NodeOrganisationUnfit");
    }
  });
});
