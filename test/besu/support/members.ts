import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BesuTerminal } from "./besuTerminal.js";

/** Longer than the timelock's delay of these tests, s. */
const LONGEST_WAIT_S = 60;

/** Terms under which members decide within a test's time. */
const QUICK_TERMS = { votingPeriodS: 600, executionDelayS: 1, executionWindowS: 3600, blocksBetweenChanges: 2 };

/** Gives a founding quick terms, as founders may who agree on them before they deploy. */
export function agreeOnQuickTerms({ folder, read }: BesuTerminal): void {
  const consortium = JSON.parse(read("consortium.json"));
  const governance = { ...consortium.governance, ...QUICK_TERMS };
  writeFileSync(join(folder, "consortium.json"), `${JSON.stringify({ ...consortium, governance }, null, 2)}\n`);
}

/** A consortium's members, who agree with each other. */
export class Members {
  readonly #terminal: BesuTerminal;
  readonly #rpc: string;
  readonly #accounts: string[] = [];

  /** @param rpc Of the node that all of them ask. */
  constructor(terminal: BesuTerminal, rpc: string) {
    this.#terminal = terminal;
    this.#rpc = rpc;
  }

  /** @param keyFile An organisation's account.key, which becomes a keystore. Returns the account's address. */
  async add(name: string, keyFile: string): Promise<string> {
    const { done, home } = this.#terminal;
    const keystore = join(home, `${name}.account.json`);
    const { address } = await done("account", "create", keystore, "--import-file", keyFile);
    this.#accounts.push(keystore);
    return address;
  }

  /** Carries a proposal from its beginning to its execution. @param what As after `consortium propose`. */
  async decide(...what: readonly string[]): Promise<void> {
    const [proposer] = this.#accounts;
    const { proposal } = await this.#terminal.done("consortium", "propose", ...what, ...this.#by(proposer));
    for (const account of this.#accounts) {
      const { state } = await this.#terminal.done("consortium", "vote", `${proposal}`, "for", ...this.#by(account));
      if (state === "passed") break;
    }
    await this.#step(proposal);
    await this.#step(proposal);
  }

  /** Queues or executes, as soon as that may be done. */
  async #step(proposal: number): Promise<void> {
    const untilMs = performance.now() + 1000 * LONGEST_WAIT_S;
    for (;;) {
      const args = ["consortium", "execute", `${proposal}`, ...this.#by(this.#accounts[0]), "--json"];
      const { code, stdout } = await this.#terminal.run(...args);
      if (code === 0) return;
      const why = JSON.parse(stdout).error.code;
      const mayWait = ["ProposalNotDue", "NodeRegistryChangedRecently"].includes(why);
      if (!mayWait || performance.now() > untilMs)
        throw new Error(`proposal ${proposal} is not carried out: ${stdout}`);
      await sleep(1000);
    }
  }

  #by(account = ""): readonly string[] {
    return ["--account", account, "--rpc", this.#rpc];
  }
}
