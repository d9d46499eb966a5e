import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { type AgentRound, NodeBehind, NodeSilent } from "../../../network/index.js";
import { untilStopped } from "../../../scripts/commands/network/agentRounds.js";
import { roundLines } from "../../../scripts/commands/network/agentWords.js";
import { makeTestNetwork, NODES } from "../../network/support/testNetwork.js";
import { wattproof } from "../support/wattproof.js";

const QUIET: AgentRound = {
  ...{ blockNumber: 7n, registered: 5, validators: 4, changes: { added: [], removed: [] }, dropped: [], troubles: [] },
  votes: undefined,
};
const DROPS: AgentRound = { ...QUIET, dropped: [`0x${"ab".repeat(64)}`] };

describe("what an agent tells", function () {
  this.timeout(60_000);

  /** All lines of an agent whose rounds come to this, one after the other. */
  const linesOf = async (rounds: readonly (AgentRound | Error)[]): Promise<readonly string[]> => {
    const stop = new AbortController();
    const told: string[] = [];
    let at = 0;
    const round = () => {
      const now = rounds[at] as AgentRound | Error;
      at += 1;
      if (at === rounds.length) stop.abort();
      return now instanceof Error ? Promise.reject(now) : Promise.resolve(now);
    };
    await untilStopped({
      ...{ round, everyS: 0.001, signal: stop.signal, print: {} },
      tell: (_, lines) => told.push(...lines),
      note: (problem) => told.push(`note: ${(problem as Error).message}`),
    });
    return told;
  };

  it("is one line at the start of a healthy one, and no more while nothing changes", async () => {
    expect(await linesOf([QUIET, QUIET, QUIET])).to.deep.equal(["As decided: 4 validators, 5 nodes"]);
  });

  it("is what it did, and that all is as decided again", async () => {
    expect(await linesOf([QUIET, DROPS, DROPS, QUIET, QUIET])).to.deep.equal([
      "As decided: 4 validators, 5 nodes",
      ...roundLines(DROPS),
      "As decided: 4 validators, 5 nodes",
    ]);
    expect(roundLines(DROPS)[0]).to.match(/^Dropped, since it is not registered/);
  });

  it("is each trouble once, in a sentence with one end", async () => {
    const silent = new NodeSilent("a-node-1", "http://127.0.0.1:8545", "ECONNREFUSED");
    const lines = await linesOf([silent, silent, new NodeBehind(1n, 99, false), silent]);
    expect(lines).to.have.length(3);
    expect(lines[0]).to.equal(
      "note: a-node-1 does not answer at http://127.0.0.1:8545: ECONNREFUSED; trying again every 0.001 s",
    );
    expect(lines[2]).to.equal(lines[0]);
  });

  it("is which nodes there are, if it is given the folder of a network", async () => {
    const { folder, remove } = makeTestNetwork();
    try {
      const { code, stdout } = await wattproof(["network", "agent", folder, "--once", "--json"]);
      expect(code).to.equal(1);
      const { error } = JSON.parse(stdout);
      expect(error.code).to.equal("NodeFolderWanted");
      for (const name of NODES) expect(error.next).to.contain(join(folder, "nodes", name));
    } finally {
      remove();
    }
  });
});
