import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hexlify, type JsonRpcApiProvider, parseEther, Wallet } from "ethers";
import { type Hardhat, openHardhat } from "../deploy/hardhat.js";
import { createIndexer, type Indexer } from "../indexer/index.js";
import { createOracle, type Oracle } from "../oracle/index.js";
import { domainSeparator, type Hex } from "../protocol/index.js";
import { type Consortium, foundConsortium } from "./chain/consortium.js";
import type { DemoContracts } from "./chain/contracts.js";
import type { StageChain } from "./chain/stageChain.js";
import type { Closing } from "./closing.js";

/** A chain with everything on it that the demo's devices need, and the services beside it. */
export interface Stage<Chain extends StageChain = StageChain> {
  readonly chain: Chain;
  readonly rpcUrl: string;
  readonly provider: JsonRpcApiProvider;
  readonly chainId: bigint;
  /** EIP-712 domain of the devices' records. */
  readonly domain: Hex;
  readonly contracts: DemoContracts;
  readonly consortium: Consortium;
  readonly oracle: Oracle;
  readonly indexer: Indexer;
  /** Names of the devices, by id: known here, never on chain. */
  readonly labels: Map<string, string>;
  /** Time of the latest block, Unix seconds. */
  nowS(): Promise<bigint>;
}

export interface StageOptions<Chain extends StageChain> {
  /** Starts the chain, or connects to one. */
  readonly open: (hardhat: Hardhat) => Promise<Chain>;
  /** Receives how to end what was started, also if a later step throws. */
  readonly closing: Closing;
  /** Told what oracle and indexer outlive. */
  readonly onProblem: (error: unknown) => void;
  /** Currency of the token, ISO 4217. */
  readonly currency?: string;
  /** Names of members beside the demo's own. */
  readonly furtherMembers?: readonly string[];
}

const POLL_MS = 50;
const NOTHING = (): void => undefined;
/** Pays the oracle's gas on a chain where gas has a price; consortium chains are free of it. */
const ORACLE_FUNDS = parseEther("100");

/** Starts a chain or connects to one, deploys, founds the consortium and starts oracle and indexer on state of their own. */
export async function openStage<Chain extends StageChain>({
  open,
  closing,
  onProblem,
  currency,
  furtherMembers,
}: StageOptions<Chain>): Promise<Stage<Chain>> {
  const state = mkdtempSync(join(tmpdir(), "wattproof-"));
  closing.add(() => rmSync(state, { recursive: true, force: true }));

  const hardhat = await openHardhat();
  const chain = await open(hardhat);
  closing.add(() => chain.close());
  const { rpcUrl, provider } = chain;
  const { chainId } = await provider.getNetwork();

  const oracleWallet = new Wallet(hexlify(randomBytes(32)), provider);
  const oracleAddress = oracleWallet.address.toLowerCase() as Hex;
  const { contracts, consortium } = await foundConsortium(chain, { oracle: oracleAddress, currency, furtherMembers });
  const { directory } = contracts;
  if (chain.isFunded) {
    await (await consortium.gridOperator.sendTransaction({ to: oracleAddress, value: ORACLE_FUNDS })).wait();
  }

  const oracle = await createOracle({
    rpcUrl,
    directory,
    signer: oracleWallet,
    stateDirectory: join(state, "oracle"),
    pollMs: POLL_MS,
    log: {
      info: NOTHING,
      warn: (facts, message) => onProblem({ ...facts, message }),
      error: (facts, message) => onProblem({ ...facts, message }),
    },
  });
  closing.add(() => oracle.close());
  const labels = new Map<string, string>();
  const indexer = await createIndexer({
    rpcUrl,
    directory,
    readBatch: oracle.readBatch,
    database: join(state, "index.sqlite"),
    labels,
    onProblem,
  });
  closing.add(() => indexer.stop());
  indexer.start();

  return {
    chain,
    rpcUrl,
    provider,
    chainId,
    domain: domainSeparator({ chainId, directory }),
    contracts,
    consortium,
    oracle,
    indexer,
    labels,
    nowS: async () => BigInt((await provider.getBlock("latest"))?.timestamp ?? 0),
  };
}
