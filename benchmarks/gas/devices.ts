import { DeviceKind, type Hex, keyRotationHash } from "../../protocol/index.js";
import { nowS } from "../../test/support/chain/chain.js";
import { type Consortium, lower } from "../../test/support/chain/consortium.js";
import { type DeviceKey, p256Key, secp256k1Key } from "../../test/support/chain/deviceKeys.js";
import { bytes32Of, registerDevice, signedEnrolment } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import type { Row } from "../report/row.js";
import { deploy, gasOfCall } from "./deploy.js";
import type { Peers } from "./peers.js";

const UNIT = "gas";
const HOUR_S = 3_600n;

/** A device's way into the registry and to a new key, beside a change of owner in ethr-did's registry. */
export async function deviceRows(c: Consortium, peers: Peers): Promise<Row[]> {
  const ofDid = await measureDid(peers);
  const rows: Row[] = [await registrationRow(c)];
  for (const [kind, keyOf] of [
    ["secp256k1", secp256k1Key],
    ["P-256", (name: string) => p256Key(name, c.p256Verifier)],
  ] as const) {
    const key = keyOf(`benchmark ${kind}`);
    const ticket = await registerDevice(c, wish(c, `benchmark ${kind}`, key));
    const enrolment = signedEnrolment(c, ticket, key);
    const enrolled = await gasOf(c.devices.connect(c.stranger).enrol(enrolment));
    rows.push({
      name: `Enrolling a ${kind} device, relayed`,
      ours: Number(enrolled),
      peers: {},
      limit: null,
      unit: UNIT,
    });
    const rotated = await rotate(c, enrolment.device, key, keyOf(`next ${kind}`));
    rows.push({ name: `Rotating to a new ${kind} key, relayed`, ours: rotated, peers: ofDid, limit: null, unit: UNIT });
  }
  return rows;
}

const wish = (c: Consortium, name: string, key: DeviceKey) => ({
  name,
  key,
  kind: DeviceKind.Meter,
  organisation: c.grid,
  owner: c.stranger.address,
});

async function registrationRow(c: Consortium): Promise<Row> {
  const registration = (name: string, enrolmentExpiresAtS: bigint) => ({
    organisation: c.grid,
    commitment: bytes32Of(name),
    kind: DeviceKind.Meter,
    owner: c.stranger.address,
    enrolmentKey: secp256k1Key(name).signer,
    enrolmentExpiresAtS,
  });
  const expiresAtS = BigInt(await nowS()) + HOUR_S;
  const ours = Number(await gasOf(c.devices.connect(c.grid).register(registration("registered", expiresAtS))));
  return { name: "Registering a device", ours, peers: {}, limit: null, unit: UNIT };
}

async function rotate(c: Consortium, device: Hex, from: DeviceKey, to: DeviceKey): Promise<number> {
  const expiresAtS = BigInt(await nowS()) + HOUR_S;
  const hash = keyRotationHash({ device, index: 1n, signer: to.signer, expiresAtS });
  const signatures = { oldSignature: from.sign(c.domain, hash), newSignature: to.sign(c.domain, hash) };
  const rotation = { device, signer: to.signer, expiresAtS, ...signatures };
  return Number(await gasOf(c.devices.connect(c.stranger).rotate(rotation)));
}

/** A change of owner by the owner itself; the second one, since the first pays for slots that are then reused. */
async function measureDid({ didRegistry }: Peers): Promise<Record<string, number | null>> {
  const name = "ethr-did-registry changeOwner, by the owner; no history kept";
  if (!didRegistry) return { [name]: null };
  const registry = await deploy(didRegistry);
  const identity = await (registry.runner as unknown as { getAddress(): Promise<string> }).getAddress();
  await gasOfCall(registry, "changeOwner", identity, identity);
  return { [name]: await gasOfCall(registry, "changeOwner", identity, lower(identity)) };
}
