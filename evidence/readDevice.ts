import type { Provider } from "ethers";
import type { DeviceRoots } from "../protocol/evidence/roots.js";
import type { Hex } from "../protocol/hex.js";
import type { DeviceKind, DeviceStatus } from "../protocol/records/enrolment.js";
import { IDeviceRegistry__factory } from "../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { lowerHex, read } from "./chain.js";

/** A device's kind with every signer and status that it ever had. Throws `ChainUnreadable`. */
export async function readDevice(
  of: { provider: Provider; devices: Hex; blockTag: number },
  device: Hex,
): Promise<DeviceRoots> {
  const contract = IDeviceRegistry__factory.connect(of.devices, of.provider);
  const at = { blockTag: of.blockTag };
  return await read(`the history of device ${device}`, async () => {
    const [{ kind }, signers, statuses] = await Promise.all([
      contract.deviceOf(device, at),
      contract.signerHistory(device, at),
      contract.statusHistory(device, at),
    ]);
    return {
      device,
      kind: Number(kind) as DeviceKind,
      signers: signers.map(({ sinceS, signer }) => ({ sinceS, signer: lowerHex(signer) })),
      statuses: statuses.map(({ sinceS, status }) => ({ sinceS, status: Number(status) as DeviceStatus })),
    };
  });
}
