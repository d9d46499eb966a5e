import { type DeviceKind, keyRotationHash } from "../../../protocol/index.js";
import { nowS } from "./chain.js";
import { type Consortium, lower } from "./consortium.js";
import type { DeviceKey } from "./deviceKeys.js";
import { type EnrolledDevice, signedEnrolment } from "./devices.js";

const SOON_S = 3600n;

/** Hands an enrolled device over to a key of its own choice, and returns that. */
export async function rotateKey(c: Consortium, { device, key }: EnrolledDevice, to: DeviceKey): Promise<DeviceKey> {
  const expiresAtS = BigInt(await nowS()) + SOON_S;
  const { signerCount } = await c.devices.deviceOf(device);
  const hash = keyRotationHash({ device, index: signerCount, signer: to.signer, expiresAtS });
  await c.devices.rotate({
    device,
    signer: to.signer,
    expiresAtS,
    oldSignature: key.sign(c.domain, hash),
    newSignature: to.sign(c.domain, hash),
  });
  return to;
}

/** Enrols another key for a device that its organisation recovered with the ticket of `enrolmentKey`. */
export async function enrolAnew(
  c: Consortium,
  { device }: EnrolledDevice,
  enrolmentKey: DeviceKey,
  to: DeviceKey,
): Promise<DeviceKey> {
  const { kind, organisation, owner, enrolmentExpiresAtS } = await c.devices.deviceOf(device);
  const enrolment = {
    device,
    kind: Number(kind) as DeviceKind,
    organisation: lower(organisation),
    owner: lower(owner),
    signer: to.signer,
    enrolmentKey: enrolmentKey.signer,
    expiresAtS: enrolmentExpiresAtS,
  };
  await c.devices.enrol(signedEnrolment(c, { enrolment, enrolmentKey }, to));
  return to;
}
