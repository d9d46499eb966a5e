import { solidityPackedKeccak256, Wallet } from "ethers";
import { DeviceKind, type Hex, keyRotationHash } from "../../protocol/index.js";
import { chain, nowS } from "../../test/support/chain/chain.js";
import type { Consortium } from "../../test/support/chain/consortium.js";
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

/** A change of owner by the owner itself, and relayed; the second each, since the first pays for slots then reused. */
async function measureDid({ didRegistry }: Peers): Promise<Record<string, number | null>> {
  const [byOwner, relayed] = [
    "ethr-did-registry changeOwner, by the owner",
    "ethr-did-registry changeOwnerSigned, relayed",
  ];
  if (!didRegistry) return { [byOwner]: null, [relayed]: null };
  const registry = await deploy(didRegistry);
  const address = await registry.getAddress();
  const [, account] = await chain.ethers.getSigners();
  if (!account) throw new Error("The chain has no second account");
  await gasOfCall(registry, "changeOwner", account.address, account.address);
  const direct = await gasOfCall(registry, "changeOwner", account.address, account.address);

  const [first, second, third] = ["first", "second", "third"].map((name) => new Wallet(bytes32Of(`did ${name}`))) as [
    Wallet,
    Wallet,
    Wallet,
  ];
  const change = (from: Wallet, to: Wallet) => {
    const types = ["bytes1", "bytes1", "address", "uint256", "address", "string", "address"];
    const values = ["0x19", "0x00", address, 0, first.address, "changeOwner", to.address];
    const { v, r, s } = from.signingKey.sign(solidityPackedKeccak256(types, values));
    return gasOfCall(registry, "changeOwnerSigned", first.address, v, r, s, to.address);
  };
  await change(first, second);
  return { [byOwner]: direct, [relayed]: await change(second, third) };
}
