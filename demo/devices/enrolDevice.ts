import type { JsonRpcSigner } from "ethers";
import { commitmentOf, type DeviceKind, deviceIdOf, enrolmentHash, type Hex, newSalt } from "../../protocol/index.js";
import type { DemoContracts } from "../chain/contracts.js";
import { createSecp256k1Key, type DeviceKey } from "./keys.js";
import { createSimulatedDevice, type SimulatedDevice } from "./simulatedDevice.js";

/** A ticket is good for a day: long enough to install a meter, short enough to lose one. */
const TICKET_LIFE_S = 86_400n;

export interface EnrolDeviceOptions {
  readonly contracts: DemoContracts;
  /** The member that registers the device, and relays its enrolment. */
  readonly organisation: JsonRpcSigner;
  readonly domain: Hex;
  readonly label: string;
  readonly kind: DeviceKind;
  /** Account that is paid for what the device measures. */
  readonly owner: Hex;
  readonly key: DeviceKey;
  /** Block time, Unix seconds. */
  readonly nowS: bigint;
}

/** Registers a device and enrols it with its own key, as an installer with a ticket would. */
export async function enrolDevice(options: EnrolDeviceOptions): Promise<SimulatedDevice> {
  const { contracts, organisation, domain, label, kind, owner, key, nowS } = options;
  const registry = contracts.devices.connect(organisation);
  const ticket = createSecp256k1Key();
  const commitment = commitmentOf(label, newSalt());
  const expiresAtS = nowS + TICKET_LIFE_S;
  const organisationAddress = organisation.address.toLowerCase() as Hex;
  const device = deviceIdOf({ directory: contracts.directory, organisation: organisationAddress, commitment });

  const registration = {
    organisation: organisationAddress,
    commitment,
    kind,
    owner,
    enrolmentKey: ticket.signer,
    enrolmentExpiresAtS: expiresAtS,
  };
  await (await registry.register(registration)).wait();

  const structHash = enrolmentHash({
    device,
    kind,
    organisation: organisationAddress,
    owner,
    signer: key.signer,
    enrolmentKey: ticket.signer,
    expiresAtS,
  });
  const enrolment = {
    device,
    signer: key.signer,
    enrolmentSignature: ticket.sign(domain, structHash),
    deviceSignature: key.sign(domain, structHash),
  };
  await (await registry.enrol(enrolment)).wait();
  return createSimulatedDevice({ label, id: device, key, domain });
}
