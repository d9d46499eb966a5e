import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { AbiCoder } from "ethers";
import {
  ACCREDITATION_TYPES,
  certificateDomain,
  type DeviceAccreditation,
  DeviceKind,
  type Hex,
} from "../../../protocol/index.js";
import { nowS } from "./chain.js";
import { type Consortium, lower, ROLE } from "./consortium.js";
import { bytes32Of, enrolDevice } from "./devices.js";
import { deployNeighbourhood } from "./incidents.js";

export const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** Rated power of the certified meter: 5 kWh in an hour, 1.25 kWh in a quarter. */
export const RATED_W = 5_000n;

/** Beneficiary and purpose as a claim states them. */
export function claimDataOf(beneficiary: string, purpose: string): string {
  return AbiCoder.defaultAbiCoder().encode(["string", "string"], [beneficiary, purpose]);
}

export const CLAIM = claimDataOf("Aasgard Bakery", "Disclosure 2026");

export type Certified = Awaited<ReturnType<typeof certified>>;

/**
 * Five members, one of them an issuing body that accredited the first household's meter for ten days around now, and an
 * account that holds the role ISSUER. Times are whole hours two days ago and later.
 */
export async function certified() {
  const c = await deployNeighbourhood(5);
  const body = c.neighbours[3]!.account;
  const [owner, consumer, issuer] = c.people as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  const certificates = c.certificates.connect(issuer);
  await c.authority.grantRole(ROLE.issuer, issuer, 0);
  await c.certificates.connect(c.administrator).setIssuingBody(body, true);
  const dayS = Math.floor((await nowS()) / DAY_S) * DAY_S - 2 * DAY_S;
  const hour = (index: number) => dayS + index * HOUR_S;

  const wish: DeviceAccreditation = {
    device: c.device,
    number: 1,
    issuingBody: lower(body.address),
    energySource: "solar_pv",
    energyCarrier: "Electricity",
    site: bytes32Of("roof"),
    ratedPowerW: RATED_W,
    storageEfficiencyPpm: 0,
    validFromS: BigInt(dayS - 8 * DAY_S),
    validUntilS: BigInt(dayS + 8 * DAY_S),
  };
  const accredit = async (changes: Partial<DeviceAccreditation> = {}, signer: HardhatEthersSigner = body) => {
    const accreditation = { ...wish, ...changes };
    const signature = await signAccreditation(c, accreditation, signer);
    return c.certificates.connect(c.stranger).accredit(accreditation, signature);
  };
  await accredit();
  /** Certifies the hour of that index for one holder. Returns the id. */
  const issueHour = async (index: number, amountWh = 1000n, holder: string = owner.address) => {
    await certificates.issue(c.device, hour(index), hour(index + 1), [holder], [amountWh]);
    return certificates.idOf(c.device, hour(index), hour(index + 1));
  };
  return { ...c, certificates, body, owner, consumer, issuer, hour, wish, accredit, issueHour };
}

/** The issuing body's signature over an accreditation. */
export async function signAccreditation(
  { certificates }: Pick<Consortium, "certificates">,
  accreditation: DeviceAccreditation,
  signer: HardhatEthersSigner,
): Promise<string> {
  const domain = certificateDomain({ chainId: 31337n, certificates: (await certificates.getAddress()) as Hex });
  return signer.signTypedData(domain, ACCREDITATION_TYPES, accreditation);
}

/** Another enrolled meter of the grid operator's. */
export async function enrolMeter(c: Consortium, name: string): Promise<Hex> {
  const wish = { name, kind: DeviceKind.Meter, organisation: c.grid, owner: c.people[0]!.address };
  return (await enrolDevice(c, wish)).device;
}
