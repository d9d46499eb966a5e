import type { Provider } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { type DeviceKind, DeviceStatus } from "../../protocol/records/enrolment.js";
import type { VerifyStruct } from "../../protocol/signatures/verify.js";
import { DeviceRegistry__factory } from "../../typechain-types/index.js";
import { makeVerifier } from "./signatureVerifier.js";

/** What the registry says of a device. */
export interface KnownDevice {
  readonly kind: DeviceKind;
  readonly status: DeviceStatus;
  /** Checks a signature of its enrolled key; undefined before enrolment. */
  readonly verify: VerifyStruct | undefined;
  /** When it was read, ms. */
  readonly readAtMs: number;
}

export interface DeviceDirectoryOptions {
  readonly provider: Provider;
  /** Address of the `DeviceRegistry`. */
  readonly registry: Hex;
  /** Domain of device records, from `domainSeparator`. */
  readonly domain: Hex;
  /** Longest time for which a status is believed before the chain's events are asked again, ms. */
  readonly maxAgeMs: number;
}

/** Devices kept in memory; any of them can be read again. */
const KEPT = 50_000;
/** Events after which a device's status or key may be another; the device is their first indexed member. */
const CHANGES = ["DeviceStatusChanged", "DeviceEnrolled", "DeviceRotated", "DeviceRecovered"] as const;
/** Blocks asked for at a time. */
const BLOCKS_PER_QUERY = 5_000;

/**
 * The registry's devices, read when first needed and read again when an event says that one changed. Methods throw what
 * the provider throws when the chain is out of reach.
 */
export class DeviceDirectory {
  readonly #options: DeviceDirectoryOptions;
  readonly #contract;
  readonly #kept = new Map<Hex, KnownDevice>();
  #seenBlock: number | undefined;
  #refreshedAtMs = 0;

  constructor(options: DeviceDirectoryOptions) {
    this.#options = options;
    this.#contract = DeviceRegistry__factory.connect(options.registry, options.provider);
  }

  /** Forgets what has changed on the chain since it was read; does nothing before `maxAgeMs` have passed. */
  async refresh(): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - this.#refreshedAtMs < this.#options.maxAgeMs) return;
    const { provider, registry } = this.#options;
    const latest = await provider.getBlockNumber();
    const { interface: abi } = this.#contract;
    const topics = [CHANGES.map((name) => abi.getEvent(name).topicHash)];
    let from = this.#seenBlock === undefined ? latest + 1 : this.#seenBlock + 1;
    for (; from <= latest; from += BLOCKS_PER_QUERY) {
      const toBlock = Math.min(latest, from + BLOCKS_PER_QUERY - 1);
      const logs = await provider.getLogs({ address: registry, topics, fromBlock: from, toBlock });
      for (const log of logs) this.#kept.delete(log.topics[1] as Hex);
      this.#seenBlock = toBlock;
    }
    this.#seenBlock ??= latest;
    this.#refreshedAtMs = nowMs;
  }

  /** The device as last read, or read now. An unknown device has status `Unknown`. */
  async lookUp(device: Hex): Promise<KnownDevice> {
    return this.#kept.get(device) ?? this.read(device);
  }

  /** The device as the chain knows it now. */
  async read(device: Hex): Promise<KnownDevice> {
    // The block comes first: a change that the reads below miss is then in a later block and found by `refresh`.
    this.#seenBlock ??= await this.#options.provider.getBlockNumber();
    const [{ kind, status }, signer] = await Promise.all([
      this.#contract.deviceOf(device),
      this.#contract.signerOf(device),
    ]);
    const known: KnownDevice = {
      kind: Number(kind) as DeviceKind,
      status: Number(status) as DeviceStatus,
      verify: signer === "0x" ? undefined : makeVerifier(signer as Hex, this.#options.domain),
      readAtMs: Date.now(),
    };
    this.#keep(device, known);
    return known;
  }

  #keep(device: Hex, known: KnownDevice): void {
    // An unknown device is not kept: it may register any time, and ids can be invented without end.
    if (known.status === DeviceStatus.Unknown) return;
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value as Hex);
    this.#kept.set(device, known);
  }
}
