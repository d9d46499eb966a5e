import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  ConsortiumGovernor__factory,
  Directory__factory,
  Membership__factory,
  NodeRegistry__factory,
} from "../../../typechain-types/index.js";
import type { newChain, RecordedFounding } from "./replayedFounding.js";

const IN_FAVOUR = 1;
const DAY_S = 86_400;

/** The members of a replayed founding, of one mind. */
export class Decisions {
  readonly membership = Membership__factory.createInterface();
  readonly directory = Directory__factory.createInterface();
  readonly nodes = NodeRegistry__factory.createInterface();
  readonly chain: Awaited<ReturnType<typeof newChain>>;
  readonly #members: readonly HardhatEthersSigner[];
  readonly #contracts: RecordedFounding["contracts"];

  constructor(
    chain: Awaited<ReturnType<typeof newChain>>,
    members: readonly HardhatEthersSigner[],
    { contracts }: Pick<RecordedFounding, "contracts">,
  ) {
    this.chain = chain;
    this.#contracts = contracts;
    this.#members = members;
  }

  /** All members agree on calls, and these are carried out. */
  async decide(...calls: readonly (readonly [contract: string, data: string])[]): Promise<void> {
    const { time } = this.chain.networkHelpers;
    const members = this.#members;
    const governor = ConsortiumGovernor__factory.connect(this.#contracts.governor!, members[0]!);
    await time.increase(2);
    const targets = calls.map(([contract]) => this.#contracts[contract]!);
    const data = calls.map((call) => call[1]);
    await governor.propose(
      targets,
      calls.map(() => 0n),
      data,
      `At ${await time.latest()}`,
    );
    const proposal = await governor.latestProposalId();
    await time.increase(2);
    const weight = await Promise.all(
      members.map(async ({ address }) => (await governor.getVotes(address, (await time.latest()) - 1)) > 0n),
    );
    for (const [at, member] of members.entries()) {
      const isOpen = (await governor.state(proposal)) === 1n;
      if (isOpen && weight[at]) await governor.connect(member).castVote(proposal, IN_FAVOUR);
    }
    await governor["queue(uint256)"](proposal);
    await time.increase(DAY_S + 1);
    await governor["execute(uint256)"](proposal);
  }
}
