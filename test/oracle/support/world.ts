import { encodeBytes32String, type JsonRpcApiProvider, JsonRpcProvider, Network, parseEther, Wallet } from "ethers";
import { after } from "mocha";
import type { Consortium } from "../../../demo/chain/consortium.js";
import type { DemoContracts } from "../../../demo/chain/contracts.js";
import { startEmbeddedChain } from "../../../demo/chain/embeddedChain.js";
import { enrolDevice } from "../../../demo/devices/enrolDevice.js";
import { createP256Key, createSecp256k1Key } from "../../../demo/devices/keys.js";
import type { SimulatedDevice } from "../../../demo/devices/simulatedDevice.js";
import { openHardhat } from "../../../deploy/hardhat.js";
import { createOracle, type Oracle, type OracleOptions } from "../../../oracle/index.js";
import { DeviceKind, domainSeparator, type Hex, type SignedRecord, TimeSource } from "../../../protocol/index.js";
import { Directory__factory } from "../../../typechain-types/index.js";
import { admitConsortium, deployContracts } from "./administered.js";
import { deployForTest } from "./deploy.js";

/** A device that also signs what no honest one would. */
export interface TestDevice extends SimulatedDevice {
  /** By the key that it enrolled with. */
  signStruct(structHash: Hex): Hex;
}

/** A chain with the contracts on it, a consortium, and devices that enrol there. */
export interface World {
  readonly rpcUrl: string;
  readonly provider: JsonRpcApiProvider;
  readonly contracts: DemoContracts;
  readonly consortium: Consortium;
  readonly domain: Hex;
  readonly chainId: bigint;
  /** The oracle's account; holds the role and the gas that it needs. */
  readonly wallet: Wallet;
  enrol(options?: { kind?: DeviceKind; p256?: boolean; owner?: Hex }): Promise<TestDevice>;
  /** An oracle on this chain; closed with the world. */
  oracle(stateDirectory: string, options?: Partial<OracleOptions>): Promise<Oracle>;
  close(): Promise<void>;
}

/** At the top level, so that this file and all that import it load as ES modules: Hardhat loads in no other way. */
const hardhat = await openHardhat();

/** Starts a chain inside this process. Call within `before`. */
export async function createWorld(): Promise<World> {
  const chain = await startEmbeddedChain(hardhat);
  const { rpcUrl, provider } = chain;
  return orClose(
    () => chain.close(),
    async (close) => foundWorld(rpcUrl, provider, await deployContracts(chain), close),
  );
}

/** More than any call of these tests needs. */
const ANY_CALL_GAS = 3_000_000n;

/** Founds a world on a chain that is there. Closes the chain if that fails. */
export async function worldOn(rpcUrl: string, closeChain: () => Promise<void>): Promise<World> {
  const network = Network.from(31337);
  const options = { staticNetwork: network, cacheTimeout: -1, pollingInterval: 20 };
  const provider = new JsonRpcProvider(rpcUrl, network, options);
  // An estimate made in one second may be too low in the next: histories by time grow by an entry then.
  provider.estimateGas = async () => ANY_CALL_GAS;
  const closeBoth = async () => {
    provider.destroy();
    await closeChain();
  };
  return orClose(closeBoth, async (close) =>
    foundWorld(rpcUrl, provider, await deployForTest(hardhat, rpcUrl, provider), close),
  );
}

async function orClose(close: () => Promise<void>, make: (close: () => Promise<void>) => Promise<World>) {
  try {
    return await make(close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function foundWorld(
  rpcUrl: string,
  provider: JsonRpcApiProvider,
  contracts: DemoContracts,
  closeChain: () => Promise<void>,
): Promise<World> {
  const wallet = new Wallet(Wallet.createRandom().privateKey);
  const consortium = await admitConsortium(provider, contracts, wallet.address);
  await (await consortium.gridOperator.sendTransaction({ to: wallet.address, value: parseEther("100") })).wait();
  const { chainId } = await provider.getNetwork();
  const domain = domainSeparator({ chainId, directory: contracts.directory });
  const oracles: Oracle[] = [];
  let labels = 0;
  return {
    rpcUrl,
    provider,
    contracts,
    consortium,
    domain,
    chainId,
    wallet,
    async enrol({ kind = DeviceKind.Meter, p256 = false, owner } = {}) {
      const block = await provider.getBlock("latest");
      const key = p256 ? createP256Key(contracts.p256Verifier) : createSecp256k1Key();
      const device = await enrolDevice({
        contracts,
        organisation: consortium.gridOperator,
        domain,
        label: `device-${labels++}`,
        kind,
        owner: owner ?? (consortium.gridOperator.address.toLowerCase() as Hex),
        key,
        nowS: BigInt(block?.timestamp ?? 0),
      });
      return { ...device, signStruct: (structHash) => key.sign(domain, structHash) };
    },
    async oracle(stateDirectory, options = {}) {
      const oracle = await createOracle({
        rpcUrl,
        directory: contracts.directory,
        signer: wallet,
        stateDirectory,
        statusMaxAgeMs: 0,
        pollMs: 20,
        batchMaxAgeMs: 50,
        ...options,
      });
      oracles.push(oracle);
      return oracle;
    },
    async close() {
      for (const oracle of oracles) await oracle.close();
      await closeChain();
    },
  };
}

/** A world for one `describe`: made before its tests, closed after them. */
export function useWorld(before: (make: () => Promise<void>) => void): () => World {
  let world: World | undefined;
  before(async () => {
    world = await createWorld();
  });
  after(async () => world?.close());
  return () => world as World;
}

/** The device's next meter reading. */
export function reading(device: SimulatedDevice, timestampS: number, importWh = 0, exportWh = 0): SignedRecord {
  return device.sign(BigInt(timestampS), TimeSource.Device, (header) => ({
    type: "MeterReading",
    header,
    importWh: BigInt(importWh),
    exportWh: BigInt(exportWh),
  }));
}

/** Address behind a name of the world's `Directory`. */
export async function addressOfContract({ contracts, provider }: World, name: string): Promise<string> {
  return Directory__factory.connect(contracts.directory, provider).addressOf(encodeBytes32String(name));
}
