import type { Device } from "../../../api/types.js";
import type { RegisteredDevice } from "../../../evidence/index.js";
import { DeviceKind, DeviceStatus, parseSigner } from "../../../protocol/index.js";
import type { ChainReader } from "./chainReader.js";
import type { Trust } from "./evidence.js";
import { type CheckedStep, judged, unknown } from "./steps.js";

export interface DeviceJob {
  readonly kind: "device";
  /** The device as the page shows it. */
  readonly device: Device;
  readonly genesisHash: string;
  readonly trust: Trust;
}

export interface DeviceCheck {
  readonly steps: readonly CheckedStep[];
  /** What the registry says; absent if it could not be read. */
  readonly chain?: RegisteredDevice;
  readonly block?: bigint;
}

const named = (values: Record<string, number>, value: number) =>
  Object.entries(values)
    .find(([, known]) => known === value)?.[0]
    .toLowerCase();

function keyTypeOf({ signers }: RegisteredDevice): string | null {
  const latest = signers.at(-1);
  return latest ? parseSigner(latest.signer).kind : null;
}

/** Compares what the page shows of a device with the registry on the chain. */
export async function checkDevice(
  { device, genesisHash }: DeviceJob,
  chain: ChainReader | undefined,
): Promise<DeviceCheck> {
  if (!chain) {
    return {
      steps: [
        unknown("value", "needsChain"),
        unknown("registry", "needsChain"),
        unknown("history", "needsChain"),
        unknown("block", "chainUnreachable"),
      ],
    };
  }
  const read = await chain.deviceOf(device.device);
  const same =
    named(DeviceKind, read.kind) === device.kind &&
    named(DeviceStatus, read.statusNow) === device.status &&
    keyTypeOf(read) === device.signerType &&
    read.owner === device.owner &&
    read.organisation === device.organisation;
  return {
    steps: [
      judged("value"),
      judged("registry", [same, "registryDiffers"]),
      judged("history", [read.statuses.at(-1)?.status === read.statusNow, "registryDiffers"]),
      judged("block", [chain.genesisHash === genesisHash, "genesisDiffers"]),
    ],
    chain: read,
    block: chain.block.number,
  };
}
