import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEther, Wallet } from "ethers";
import { feedOracle } from "../../../../demo/feedOracle.js";
import { ROLES } from "../../../../deploy/roles.js";
import type { Oracle } from "../../../../oracle/index.js";
import { signedRecordRow, signedRecordsHeader } from "../../../../oracle/ingest/index.js";
import type { ArchivedBatch } from "../../../../protocol/archive.js";
import type { Hex, SignedRecord } from "../../../../protocol/index.js";
import { type OracleLife, startOracle } from "../../../oracle/support/oracleProcess.js";
import type { World } from "../../../oracle/support/world.js";

const NEVER = new AbortController().signal;

/** A prosumer's node: an oracle with an account, a stream and a database of its own, which may stop and go on. */
export class Node {
  readonly #world: World;
  readonly #wallet: Wallet;
  readonly #folder: string;
  #oracle: Oracle | undefined;

  private constructor(world: World, wallet: Wallet, folder: string) {
    this.#world = world;
    this.#wallet = wallet;
    this.#folder = folder;
  }

  /** A node with the role and the gas that it needs; it does not run yet. */
  static async of(world: World, folder: string): Promise<Node> {
    const wallet = new Wallet(Wallet.createRandom().privateKey);
    const administrator = await world.provider.getSigner(0);
    await (await administrator.sendTransaction({ to: wallet.address, value: parseEther("10") })).wait();
    const authority = world.contracts.authority.connect(administrator);
    await (await authority.grantRole(ROLES.ORACLE, wallet.address, 0)).wait();
    return new Node(world, wallet, folder);
  }

  /** Starts it in this process, on the state that it left. */
  async start(): Promise<void> {
    this.#oracle = await this.#world.oracle(join(this.#folder, "state"), {
      signer: this.#wallet,
      pollMs: 50,
      batchMaxAgeMs: 500,
      statusMaxAgeMs: 1_000,
    });
  }

  /** Starts it as a process of its own that reads `records` from a file. */
  startProcess(records: readonly SignedRecord[]): OracleLife {
    const { rpcUrl, contracts } = this.#world;
    const file = join(this.#folder, "readings.csv");
    writeFileSync(file, signedRecordsHeader("MeterReading") + records.map(signedRecordRow).join(""));
    const where = ["--rpc", rpcUrl, "--directory", contracts.directory, "--state", join(this.#folder, "state")];
    const how = ["--records", file, "--batch-size", "50", "--batch-age", "20", "--poll", "20"];
    return startOracle([...where, ...how], this.#wallet.privateKey);
  }

  get oracle(): Oracle {
    if (this.#oracle === undefined) throw new Error("the node does not run");
    return this.#oracle;
  }

  /** Hands records in until each is acknowledged. */
  async deliver(records: readonly SignedRecord[]): Promise<void> {
    await feedOracle(this.oracle, records, NEVER);
  }

  /** Stops it, and starts it again on its database. */
  async restart(): Promise<void> {
    await this.oracle.close();
    this.#oracle = undefined;
    await this.start();
  }

  /** Its archive; what it does not hold, or cannot give now, is undefined. */
  async readBatch(stream: Hex, sequence: bigint): Promise<ArchivedBatch | undefined> {
    return this.#oracle?.readBatch(stream, sequence);
  }
}
