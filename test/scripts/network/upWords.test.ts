import { expect } from "chai";
import { describe, it } from "mocha";
import { type LocalNode, type OpenedNetwork, openNetwork, type Started } from "../../../network/index.js";
import { blocksLine, nextSteps } from "../../../scripts/commands/network/upWords.js";
import { makeTestNetwork } from "../../network/support/testNetwork.js";

describe("what network up says", () => {
  const withNetwork = (use: (network: OpenedNetwork) => void) => {
    const { folder, remove } = makeTestNetwork();
    try {
      use(openNetwork(folder));
    } finally {
      remove();
    }
  };
  const started = (change: Partial<Started> = {}): Started => ({
    ...{ height: 0n, moves: false, quorum: 3, validatorsHere: 1, validatorsConnected: 1, validators: 4 },
    ...change,
  });
  /** As `network enter` leaves it: a node that consortium.json does not list. */
  const newcomer = (node: LocalNode | undefined): LocalNode => ({
    ...(node as LocalNode),
    ...{ name: "new-org-node-2", id: `0x${"ab".repeat(64)}` },
  });

  it("sends founders to the others, and to the deployment", () =>
    withNetwork((network) => {
      const nodes = network.nodes.slice(0, 1);
      expect(blocksLine(network, nodes, started())).to.equal(
        "No block comes yet: one needs 3 validators, and 1 of them answers here. Start the others.",
      );
      expect(nextSteps("chain", network, nodes)).to.contain(
        "then, if nobody has deployed yet, wattproof deploy --network chain;",
      );
    }));

  it("counts validators elsewhere that are connected, and asks for patience once they are a quorum", () =>
    withNetwork((network) => {
      const said = (validatorsConnected: number) =>
        blocksLine(network, network.nodes.slice(0, 1), started({ validatorsConnected }));
      expect(said(2)).to.equal(
        "No block comes yet: one needs 3 validators, and 1 of them answers here, 1 elsewhere is connected. Start the others.",
      );
      expect(said(4)).to.equal(
        "No block comes yet: 4 of 4 validators are connected; the first block may take minutes.",
      );
    }));

  it("sends who comes to a running chain to its members and to the agent, and deploys nothing", () =>
    withNetwork((network) => {
      const nodes = [newcomer(network.nodes[0])];
      expect(blocksLine(network, nodes, started({ validatorsHere: 0 }))).to.equal(
        "No new block yet at new-org-node-2: the chain's nodes let in whom the members have admitted, and it catches up then.",
      );
      const next = nextSteps("chain-2", network, nodes);
      expect(next)
        .to.contain("wattproof consortium propose admit-node new-org.founding.json --node new-org-node-2")
        .and.contain("wattproof network agent chain-2/nodes/new-org-node-2")
        .and.contain("wattproof network status chain-2");
      expect(next).not.to.contain("deploy");
    }));

  it("says that blocks come, to founders and to those who were admitted", () =>
    withNetwork((network) => {
      for (const nodes of [network.nodes, [newcomer(network.nodes[0])]]) {
        const said = blocksLine(network, nodes, started({ height: 12n, moves: true }));
        expect(said).to.equal("Blocks come; the newest that all of them have is 12.");
      }
    }));
});
