import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { openRound, sealingKeyOf } from "../../deals/index.js";
import type { Hex } from "../../protocol/index.js";
import { SEED_OFFER } from "../protocol/deals/support/deals.js";
import { openTerminal, type Terminal } from "../scripts/support/deviceCommands.js";
import { jsonCommands } from "../scripts/support/jsonCommands.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";

describe("a node that tells a sealing key of its own as the other party's", function () {
  this.timeout(120_000);
  let terminal: Terminal;
  const nodes = sealingKeyOf(randomBytes(32));
  const offer = jsonCommands(() => terminal, "offer");

  before(async () => {
    terminal = await openTerminal();
    const { maker, grid, sealingKeys } = terminal.consortium;
    for (const member of [maker, grid]) {
      await sealingKeys.connect(member).publish(sealingKeyOf(randomBytes(32)).publicKey);
    }
    terminal.write("offer.json", SEED_OFFER);
  });
  after(() => terminal?.close());

  /** Answers with the node's key whoever asks for this member's, while `work` runs. */
  async function withLie<T>(member: string, work: () => Promise<T>): Promise<T> {
    const asked = terminal.consortium.sealingKeys.interface.encodeFunctionData("keyOf", [member]);
    const { provider } = chain;
    const request = provider.request.bind(provider);
    provider.request = (async (question: { method: string; params?: [{ data?: string; input?: string }] }) => {
      const [call] = question.params ?? [];
      const isAsked = question.method === "eth_call" && (call?.data ?? call?.input) === asked;
      return isAsked ? nodes.publicKey : request(question as never);
    }) as typeof provider.request;
    try {
      return await work();
    } finally {
      provider.request = request;
    }
  }

  it("does not read the offer, unless its proposer was shown the key for which it is sealed", async () => {
    const { maker, grid, negotiation } = terminal.consortium;
    const words = ["create", "offer.json", "--to", "Grid Operator", "--sealed", "--from", lower(maker.address)];
    const { code, result, stderr } = await withLie(grid.address, () => offer.run(...words));
    if (code !== 0) return;
    const [made] = await negotiation.queryFilter(negotiation.filters.SealedProposalMade(result.negotiation));
    const { round, termsHash, noteHash, ciphertext } = made!.args;
    const sealed = {
      negotiation: result.negotiation as Hex,
      round: Number(round),
      termsHash: termsHash as Hex,
      noteHash: noteHash as Hex,
      ciphertext: ciphertext as Hex,
    };
    const read = await openRound(sealed, nodes, { buyer: lower(maker.address), seller: lower(grid.address) }).then(
      ({ terms }) => terms.item,
      () => "",
    );
    const isShown = stderr.includes(nodes.publicKey);
    expect({ read, isShown }).not.to.deep.equal({ read: JSON.parse(SEED_OFFER).item, isShown: false });
  });
});
