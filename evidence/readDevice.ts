import type { Provider } from "ethers";
import type { DeviceRoots } from "../protocol/evidence/roots.js";
import type { Hex } from "../protocol/hex.js";
import type { DeviceKind, DeviceStatus } from "../protocol/records/enrolment.js";
import { IDeviceRegistry__factory } from "../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { lowerHex, read } from "./chain.js";

/** A key of a device with its number among all that the device has had, from 1. */
export interface NumberedSigner {
  readonly sinceS: bigint;
  readonly signer: Hex;
  readonly number: number;
}

/** A device as the registry has it: what roots say of it, and whose it is now. */
export interface RegisteredDevice extends Omit<DeviceRoots, "signers"> {
  readonly signers: readonly NumberedSigner[];
  readonly organisation: Hex;
  readonly owner: Hex;
  readonly statusNow: DeviceStatus;
}

interface Reading {
  readonly provider: Provider;
  /** Address of `DeviceRegistry`. */
  readonly devices: Hex;
  readonly blockTag: number;
}

/** A device with every signer and status that it ever had, and what holds at the block. Throws `ChainUnreadable`. */
export async function readRegisteredDevice(of: Reading, device: Hex): Promise<RegisteredDevice> {
  const contract = IDeviceRegistry__factory.connect(of.devices, of.provider);
  const at = { blockTag: of.blockTag };
  return await read(`the history of device ${device}`, async () => {
    const [now, signers, statuses] = await Promise.all([
      contract.deviceOf(device, at),
      contract.signerHistory(device, at),
      contract.statusHistory(device, at),
    ]);
    return {
      device,
      kind: Number(now.kind) as DeviceKind,
      organisation: lowerHex(now.organisation),
      owner: lowerHex(now.owner),
      statusNow: Number(now.status) as DeviceStatus,
      signers: signers.map(({ sinceS, index, signer }) => ({
        sinceS,
        signer: lowerHex(signer),
        number: Number(index) + 1,
      })),
      statuses: statuses.map(({ sinceS, status }) => ({ sinceS, status: Number(status) as DeviceStatus })),
    };
  });
}

/** What roots say of a device: its kind with every signer and status that it ever had. Throws `ChainUnreadable`. */
export async function readDevice(of: Reading, device: Hex): Promise<DeviceRoots> {
  const { kind, signers, statuses } = await readRegisteredDevice(of, device);
  return { device, kind, signers: signers.map(({ sinceS, signer }) => ({ sinceS, signer })), statuses };
}
