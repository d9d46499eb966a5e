import type { ReadBatch } from "../protocol/archive.js";
import type { Hex } from "../protocol/hex.js";
import { DeliveryMonitor__factory } from "../typechain-types/index.js";
import type { Stream } from "./anchoring/stream.js";
import type { Buffer } from "./buffer/index.js";
import { type Chain, contractNamed } from "./chain/connectChain.js";
import { Reporting } from "./deliveries/index.js";
import type { Relayer } from "./relayer/index.js";
import { Turns, type TurnsOptions } from "./turns.js";

export interface ReportingOptions extends Pick<TurnsOptions, "onChange" | "onFatal" | "onTrouble"> {
  readonly chain: Chain;
  readonly buffer: Buffer;
  readonly relayer: Relayer;
  readonly stream: Stream;
  readonly readBatch: ReadBatch;
}

/** Reports for deliveries beside anchoring. A flush reports everything anchored that is wanted. Throws `DirectoryNotFound`. */
export async function reporting(options: ReportingOptions): Promise<Turns> {
  const { chain, buffer, relayer, stream, readBatch, ...told } = options;
  const monitor = await contractNamed(chain, "DeliveryMonitor");
  const watch = await DeliveryMonitor__factory.connect(monitor, chain.provider).WATCH();
  const deliveries = new Reporting({
    provider: chain.provider,
    monitor,
    watch: watch.toLowerCase() as Hex,
    stream: stream.id,
    readings: buffer.sensorReadings,
    readBatch,
    publisher: stream.publisher,
    send: async (call) => (await (await relayer.send(call)).outcome).status === "confirmed",
    reject: (refusal) => buffer.rejectAnchored("delivery", refusal),
    onTrouble: told.onTrouble,
  });
  return new Turns({ turn: () => deliveries.turn(), recovered: () => relayer.recovered(), ...told });
}
