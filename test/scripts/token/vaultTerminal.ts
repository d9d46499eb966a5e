import { expect } from "chai";
import { attestReserves } from "../../../demo/chain/treasury.js";
import { nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTerminal } from "../support/deviceCommands.js";

export type VaultTerminal = Awaited<ReturnType<typeof openVaultTerminal>>;

/** A terminal on a deployment with reserves of 500,000 coins, and the accounts that it sends from. */
export async function openVaultTerminal() {
  const terminal = await openTerminal();
  const { consortium, directory, run } = terminal;
  const { treasury, treasurer, auditor, administrator, stranger, people } = consortium;
  const attestation = { amount: 500_000_000_000n, asOfS: BigInt(await nowS()), reportHash: bytes32Of("report") };
  await attestReserves(treasury, attestation);
  const from = (account: { address: string } | undefined) => ["--from", lower((account ?? stranger).address)] as const;
  const token = (...args: string[]) => run("token", ...args, "--directory", directory, "--json");
  return {
    ...terminal,
    holder: lower((people[0] ?? stranger).address),
    as: {
      treasurer: from(treasurer),
      auditor: from(auditor),
      administrator: from(administrator),
      stranger: from(stranger),
      holder: from(people[0]),
    },
    /** Runs a `token` command, which must succeed, and returns its JSON. */
    token: async (...args: string[]) => {
      const { code, stdout, stderr } = await token(...args);
      expect({ code, error: code === 0 ? "" : stdout + stderr }).to.deep.equal({ code: 0, error: "" });
      return JSON.parse(stdout);
    },
    /** Runs a `token` command, which must fail, and returns its error. */
    tokenRefused: async (...args: string[]) => {
      const { code, stdout, stderr } = await token(...args);
      expect(code, stdout + stderr).to.be.oneOf([1, 2]);
      return JSON.parse(stdout).error as { code: string; message: string; next: string };
    },
    /** Runs a `token` command and keeps what it prints in a file. */
    tokenInto: async (file: string, ...args: string[]) => {
      const { code, stdout, stderr } = await token(...args);
      expect({ code, error: code === 0 ? "" : stdout + stderr }).to.deep.equal({ code: 0, error: "" });
      terminal.write(file, stdout);
      return stderr;
    },
  };
}
